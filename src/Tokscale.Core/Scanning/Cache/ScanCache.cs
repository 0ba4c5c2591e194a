using System.IO.Hashing;
using System.Text;
using Tokscale.Core.Archiving;
using Tokscale.Core.Files;
using Tokscale.Core.Sources;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Scanning.Cache;

/// <summary>
/// Remembers what each log file held, so that unchanged files are not opened and grown ones are read from where the last scan
/// stopped. Never needed and never trusted further than it can be checked: damage, another build or another user's file only
/// cost time. Why one flat file: docs/decisions/scan-cache.md.
/// </summary>
public sealed class ScanCache : IDisposable
{
    /// <summary>Less reading than this is not worth writing the cache again: it takes a few milliseconds each time.</summary>
    private const long SavedBytesMin = 8 << 20;

    private const int SavedFilesMin = 500;

    /// <summary>Above this the cache would cost more to load than small logs cost to read.</summary>
    private const long RowBytesMax = 512 << 20;

    private const string NamePrefix = "scan-", Extension = ".bin";

    /// <summary>A home that was not read for so long is probably gone; if not, its next scan takes longer once.</summary>
    private static readonly TimeSpan s_forgottenAge = TimeSpan.FromDays(60);

    private readonly string _path;
    private readonly CacheContent? _content;
    private readonly Dictionary<string, CachedSource> _sources = [];
    private long _bytesRead;
    private int _filesRead;

    private ScanCache(string path, CacheContent? content, NameTable names)
    {
        (_path, _content, Names) = (path, content, names);
        foreach (SourceRecord source in content?.Sources ?? [])
            _sources.TryAdd(Encoding.UTF8.GetString(content!.TextOf(source.Id)), new CachedSource(content, source));
    }

    /// <summary>The names of the scan, those in the cache already known.</summary>
    public NameTable Names { get; }

    /// <summary>Folders that held logs, or could, when they were last searched; 0 when that is not known.</summary>
    internal int FolderCount => _content?.Folders.Length ?? 0;

    /// <summary>Loads the cache of a home directory; an empty one when there is none that can be used.</summary>
    /// <param name="folder">Where caches are kept.</param>
    /// <param name="home">Whose logs it is about.</param>
    public static ScanCache Load(string folder, HomeDirectory home)
    {
        string path = PathOf(folder, home);
        var names = new NameTable();
        CacheContent? content = CacheContent.TryRead(path, BuildId.Current);
        if (content is not null && !TryAddNames(content, names))
        {
            content.Dispose();
            (content, names) = (null, new NameTable());
        }
        return new ScanCache(path, content, names);
    }

    /// <summary>The cache file of a home directory.</summary>
    public static string PathOf(string folder, HomeDirectory home) =>
        Path.Join(folder, $"{NamePrefix}{XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(home.Path)):x16}{Extension}");

    /// <summary>Tells the cache files in a folder from others.</summary>
    public static bool IsName(string fileName) => fileName.StartsWith(NamePrefix, StringComparison.Ordinal)
        && (fileName.EndsWith(Extension, StringComparison.Ordinal) || fileName.EndsWith(Extension + ".tmp", StringComparison.Ordinal));

    public void Dispose() => _content?.Dispose();

    /// <summary>What a folder held for a source when it was last searched; null when that is not known.</summary>
    internal FolderListing? ListingOf(UsageSource source, string folder) =>
        _sources.TryGetValue(source.Id, out CachedSource? known) ? known.ListingOf(folder) : null;

    /// <summary>The scan of a source when nothing about its files and history has changed; null otherwise.</summary>
    internal SourceScan? TryRecall(UsageSource source, FoundFiles found, ArchiveHistory history) =>
        _sources.TryGetValue(source.Id, out CachedSource? known) ? known.TryRecall(source, found, history) : null;

    /// <summary>Fills a file's usage from the cache.</summary>
    /// <returns>True when nothing has to be read. Otherwise rows up to <see cref="FileUsage.Resume"/> may be there.</returns>
    internal bool TryFill(FileUsage usage)
    {
        long bytesToRead = usage.File.Status.Bytes;
        if (_sources.TryGetValue(usage.File.Source.Id, out CachedSource? known) && known.TryFill(usage, out bytesToRead)) return true;
        Interlocked.Increment(ref _filesRead);
        Interlocked.Add(ref _bytesRead, bytesToRead);
        return false;
    }

    /// <summary>Saves what a scan read, when that is worth it. What is known of sources that were not read stays.</summary>
    /// <param name="read">The sources that were read: their files that are gone are forgotten.</param>
    /// <param name="startedNs">When the scan looked at the first file, UTC nanoseconds since 1970.</param>
    /// <returns>Why it could not be saved; null when it was, or need not be.</returns>
    internal string? Save(IReadOnlyList<ReadSource> read, long startedNs)
    {
        int fileCount = read.Sum(source => source.Usages.Count);
        bool isWorthIt = read.Any(HasOtherHistory)
            || (_content is null ? fileCount > 0 : _bytesRead >= SavedBytesMin || _filesRead >= SavedFilesMin);
        SourceRecord[] others = [.. OthersThan(read)];
        long rowBytes = others.Sum(source => (long)source.Rows.Count) + read.Sum(source => source.Usages.Sum(usage => (long)usage.Rows.Bytes.Count));
        if (!isWorthIt || rowBytes > RowBytesMax) return null;
        try
        {
            PrivateFile.Replace(_path, stream => Write(stream, read, others, startedNs));
            ForgetOldHomes();
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return error.Message;
        }
    }

    /// <summary>Joining with the archive's history costs more than remembering the result, which stays until the next update.</summary>
    private bool HasOtherHistory(ReadSource source) =>
        source.HasHistory && source.ArchiveState != ArchiveHistory.UncertainState
        && (!_sources.TryGetValue(source.Scan.Source.Id, out CachedSource? known) || known.ArchiveState != source.ArchiveState);

    private bool HasLostFiles(ReadSource source) =>
        _sources.TryGetValue(source.Scan.Source.Id, out CachedSource? known) && known.HasOtherFilesThan(source.Usages);

    private void ForgetOldHomes()
    {
        foreach (FileInfo file in new DirectoryInfo(Path.GetDirectoryName(_path)!).EnumerateFiles(NamePrefix + "*"))
            if (IsName(file.Name) && DateTime.UtcNow - file.LastWriteTimeUtc > s_forgottenAge) file.Delete();
    }

    private void Write(FileStream stream, IReadOnlyList<ReadSource> read, IReadOnlyList<SourceRecord> others, long startedNs)
    {
        // Names go with the files that they came from.
        var builder = new CacheBuilder(stream, Names, keepsNames: !read.Any(HasLostFiles), startedNs);
        foreach (ReadSource source in read) builder.Add(source);
        foreach (SourceRecord source in others) builder.Copy(_content!, source);
        builder.Finish(BuildId.Current);
    }

    private IEnumerable<SourceRecord> OthersThan(IReadOnlyList<ReadSource> read)
    {
        byte[][] ids = [.. read.Select(source => Encoding.UTF8.GetBytes(source.Scan.Source.Id))];
        foreach (SourceRecord source in _content?.Sources ?? [])
            if (!Array.Exists(ids, id => _content!.TextOf(source.Id).SequenceEqual(id))) yield return source;
    }

    private static bool TryAddNames(CacheContent content, NameTable names)
    {
        for (int index = 0; index < content.Names.Length; index++)
        {
            if (names.Add(content.TextOf(content.Names[index])).Index != index + 1) return false;
        }
        return true;
    }
}
