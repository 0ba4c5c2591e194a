using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text;
using Tokscale.Core.Files;
using Tokscale.Core.Sources;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Scanning.Cache;

/// <summary>
/// Remembers what each log file held, so that unchanged files are not opened and grown ones are read from where the last scan
/// stopped. Never needed and never trusted further than it can be checked: damage, another build or another user's file only
/// cost time. Why one flat file: docs/decisions/scan-cache.md.
/// </summary>
public sealed class ScanCache
{
    /// <summary>Less reading than this is not worth writing the cache again: it takes a few milliseconds each time.</summary>
    private const long SavedBytesMin = 8 << 20;

    private const int SavedFilesMin = 500;

    /// <summary>Above this the cache would cost more to load than small logs cost to read.</summary>
    private const long RowCountMax = 20_000_000;

    /// <summary>Clocks of file systems tick coarsely: a change just before the file was read may not show in its times.</summary>
    private const long UncertainNs = 2_000_000_000;

    private readonly string _path;
    private readonly CacheContent? _content;
    private long _bytesRead;
    private int _filesRead;

    private ScanCache(string path, CacheContent? content, NameTable names) => (_path, _content, Names) = (path, content, names);

    /// <summary>The names of the scan, those in the cache already known.</summary>
    public NameTable Names { get; }

    /// <summary>Loads the cache of a home directory; an empty one when there is none that can be used.</summary>
    /// <param name="folder">Where caches are kept.</param>
    /// <param name="home">Whose logs it is about.</param>
    public static ScanCache Load(string folder, HomeDirectory home)
    {
        string path = PathOf(folder, home);
        var names = new NameTable();
        CacheContent? content = CacheContent.TryRead(path, BuildId.Current);
        if (content is not null && !TryAddNames(content, names)) (content, names) = (null, new NameTable());
        return new ScanCache(path, content, names);
    }

    /// <summary>The cache file of a home directory.</summary>
    public static string PathOf(string folder, HomeDirectory home) =>
        Path.Join(folder, $"scan-{XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(home.Path)):x16}.bin");

    /// <summary>Fills a file's usage from the cache.</summary>
    /// <returns>True when nothing has to be read. Otherwise rows up to <see cref="FileUsage.Resume"/> may be there.</returns>
    internal bool TryFill(FileUsage usage)
    {
        SourceFile file = usage.File;
        bool isKnown = TryFind(file, out FileRecord record) && HaveDependenciesStayed(record);
        if (isKnown && record.Status == file.Status && record.Status.ChangedNs + UncertainNs <= record.ReadAtNs)
        {
            usage.UseCached(new ArraySegment<UsageRow>(_content!.Rows, record.Rows.Start, record.Rows.Count));
            FillFacts(usage, record);
            return true;
        }
        Interlocked.Increment(ref _filesRead);
        if (isKnown && HasOnlyGrown(file, record))
        {
            usage.StartWith(_content!.Rows.AsSpan(record.Rows.Start, record.Rows.Count));
            FillFacts(usage, record);
            Interlocked.Add(ref _bytesRead, file.Status.Bytes - record.ResumeOffset);
            return false;
        }
        Interlocked.Add(ref _bytesRead, file.Status.Bytes);
        return false;
    }

    /// <summary>Saves what a scan read, when that is worth it. Files of sources that were not scanned stay.</summary>
    /// <param name="usages">All files of the scan.</param>
    /// <param name="scanned">The sources of the scan: their files that are gone are forgotten.</param>
    /// <param name="startedNs">When the scan looked at the first file, UTC nanoseconds since 1970.</param>
    /// <returns>Why it could not be saved; null when it was, or need not be.</returns>
    internal string? Save(IReadOnlyList<FileUsage> usages, IReadOnlyList<IUsageSource> scanned, long startedNs)
    {
        bool isWorthIt = _content is null ? usages.Count > 0 : _bytesRead >= SavedBytesMin || _filesRead >= SavedFilesMin;
        if (!isWorthIt) return null;
        var builder = new CacheBuilder(Names, startedNs, usages.Sum(usage => usage.Rows.Length));
        foreach (FileUsage usage in usages) builder.Add(usage);
        if (_content is not null) builder.AddFilesOfOthers(_content, scanned);
        if (builder.RowCount > RowCountMax) return null;
        try
        {
            PrivateFile.Replace(_path, temporary => builder.Write(temporary, BuildId.Current));
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return error.Message;
        }
    }

    private static bool TryAddNames(CacheContent content, NameTable names)
    {
        for (int index = 0; index < content.Names.Length; index++)
        {
            if (names.Add(content.TextOf(content.Names[index])).Index != index + 1) return false;
        }
        return true;
    }

    private bool TryFind(SourceFile file, out FileRecord record)
    {
        record = default;
        if (_content is null) return false;
        ulong hash = CacheBuilder.HashOf(file.Path);
        int low = 0, high = _content.Files.Length - 1;
        while (low < high)
        {
            int middle = low + (high - low) / 2;
            if (_content.Files[middle].PathHash < hash) low = middle + 1;
            else high = middle;
        }
        if (low > high || _content.Files[low].PathHash != hash) return false;
        record = _content.Files[low];
        return Encoding.UTF8.GetString(_content.TextOf(record.Path)) == file.Path
            && Encoding.UTF8.GetString(_content.TextOf(record.SourceId)) == file.Source.Id;
    }

    private bool HaveDependenciesStayed(in FileRecord record)
    {
        foreach (ref readonly DependencyRecord dependency in DependenciesOf(record))
        {
            FileStatus now = FileStatus.Of(Encoding.UTF8.GetString(_content!.TextOf(dependency.Path)));
            if (now != dependency.Status || now.ChangedNs + UncertainNs > record.ReadAtNs) return false;
        }
        return true;
    }

    private ReadOnlySpan<DependencyRecord> DependenciesOf(in FileRecord record) =>
        _content!.Dependencies.AsSpan(record.Dependencies.Start, record.Dependencies.Count);

    private static bool HasOnlyGrown(SourceFile file, in FileRecord record) =>
        record.ResumeOffset > 0
        && (file.Status.Device, file.Status.Inode) == (record.Status.Device, record.Status.Inode)
        && file.Status.Bytes >= record.ResumeOffset
        && PrefixHash.Of(file.Path, record.ResumeOffset) == record.ResumeHash;

    private void FillFacts(FileUsage usage, in FileRecord record)
    {
        CacheContent content = _content!;
        (usage.Session, usage.ParentSession, usage.CopiesLeftOut) = (record.Session, record.ParentSession, record.CopiesLeftOut);
        foreach (ProblemRecord problem in content.Problems.AsSpan(record.Problems.Start, record.Problems.Count))
        {
            string? detail = problem.Detail.Length == 0 ? null : Encoding.UTF8.GetString(content.TextOf(problem.Detail));
            long? firstLine = problem.FirstLine == 0 ? null : problem.FirstLine;
            usage.Problems.Add(new Problem(usage.File.Path, problem.Kind, problem.Count, firstLine, detail));
        }
        foreach (ref readonly DependencyRecord dependency in DependenciesOf(record))
        {
            usage.Dependencies.Add(new Dependency(Encoding.UTF8.GetString(content.TextOf(dependency.Path)), dependency.Status));
        }
        usage.Resume = record.ResumeOffset == 0 ? null
            : new ResumePoint(record.ResumeOffset, record.ResumeLine, content.TextOf(record.ResumeState).ToArray(), record.ResumeHash);
    }
}
