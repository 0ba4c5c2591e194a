using System.Text;
using Tokscale.Core.Archiving;
using Tokscale.Core.Files;
using Tokscale.Core.Sources;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Scanning.Cache;

/// <summary>What the cache remembers of one source. Rows are read when the first file needs them. Safe to use from several threads.</summary>
internal sealed class CachedSource
{
    private readonly CacheContent _content;
    private readonly SourceRecord _record;
    private readonly Lazy<byte[]?> _rows;
    private readonly Lazy<Dictionary<string, int>> _fileIndexes, _folderIndexes;

    public CachedSource(CacheContent content, SourceRecord record)
    {
        (_content, _record) = (content, record);
        _rows = new Lazy<byte[]?>(() => _content.RowsOf(_record));
        _fileIndexes = new Lazy<Dictionary<string, int>>(IndexFiles);
        _folderIndexes = new Lazy<Dictionary<string, int>>(IndexFolders);
    }

    private ReadOnlySpan<FileRecord> Files => _content.Files.AsSpan(_record.Files.Start, _record.Files.Count);

    /// <summary>What a folder held when it was last searched; null when that is not known.</summary>
    public FolderListing? ListingOf(string path)
    {
        if (!_folderIndexes.Value.TryGetValue(path, out int index)) return null;
        FolderRecord folder = _content.Folders[_record.Folders.Start + index];
        var entries = new FolderEntry[folder.Entries.Count];
        for (int entry = 0; entry < entries.Length; entry++)
        {
            EntryRecord record = _content.Entries[folder.Entries.Start + entry];
            entries[entry] = new FolderEntry(TextOf(record.Name), record.IsFolder, record.IsLink);
        }
        return new FolderListing(path, folder.Status, folder.ListedAtNs, entries);
    }

    /// <summary>The archive when the calls were put together; 0: there was none.</summary>
    public long ArchiveState => _record.ArchiveState;

    /// <summary>The scan of a source when nothing about its files and history has changed; null otherwise.</summary>
    public SourceScan? TryRecall(UsageSource source, FoundFiles found, ArchiveHistory history)
    {
        if (_record.IsComplete == 0 || found.Files.Count != _record.Files.Count) return null;
        var askedBefore = new Dictionary<TextSpan, FileStatus>();
        ReadOnlySpan<FileRecord> records = Files;
        for (int index = 0; index < records.Length; index++)
        {
            if (!IsSamePath(records[index], found.Files[index]) || !IsUnchanged(found.Files[index], records[index], askedBefore)) return null;
        }
        // The same archive adds the same to the same logs; to ask another one what it adds takes longer.
        bool isHistorySame = _record.ArchiveState == history.State || (_record.HasHistory == 0 && !history.MayAddTo(source, found));
        if (!isHistorySame) return null;
        if (_content.EventsOf(_record) is not { } events) return null;
        List<Problem> problems = [];
        for (int index = 0; index < records.Length; index++)
            if (records[index].Problems.Count > 0) problems.AddRange(ProblemsOf(records[index], found.Files[index].Path));
        return SourceScan.Of(source, found, events, _record.DuplicatesDropped, problems);
    }

    /// <summary>Fills a file's usage with what is known of it.</summary>
    /// <param name="usage">The file.</param>
    /// <param name="bytesToRead">What has to be read of it yet.</param>
    /// <returns>True when nothing has to be read. Otherwise rows up to <see cref="FileUsage.Resume"/> may be there.</returns>
    public bool TryFill(FileUsage usage, out long bytesToRead)
    {
        SourceFile file = usage.File;
        bytesToRead = file.Status.Bytes;
        if (!_fileIndexes.Value.TryGetValue(file.Path, out int index) || _rows.Value is not { } rows) return false;
        FileRecord record = Files[index];
        if (IsUnchanged(file, record, []))
        {
            bytesToRead = 0;
            usage.UseRows(_content.RowsOf(rows, record));
            FillFacts(usage, record);
            return true;
        }
        if (HasOnlyGrown(file, record) && HaveDependenciesStayed(record, []))
        {
            bytesToRead -= record.ResumeOffset;
            usage.StartWith(_content.RowsOf(rows, record));
            FillFacts(usage, record);
        }
        return false;
    }

    /// <summary>It knows a file that is not among these.</summary>
    public bool HasOtherFilesThan(IReadOnlyList<FileUsage> usages) =>
        usages.Count(usage => _fileIndexes.Value.ContainsKey(usage.File.Path)) < Files.Length;

    private Dictionary<string, int> IndexFiles()
    {
        var indexes = new Dictionary<string, int>(_record.Files.Count, StringComparer.Ordinal);
        ReadOnlySpan<FileRecord> files = Files;
        for (int index = 0; index < files.Length; index++) indexes.TryAdd(TextOf(files[index].Path), index);
        return indexes;
    }

    private Dictionary<string, int> IndexFolders()
    {
        var indexes = new Dictionary<string, int>(_record.Folders.Count, StringComparer.Ordinal);
        for (int index = 0; index < _record.Folders.Count; index++)
            indexes.TryAdd(TextOf(_content.Folders[_record.Folders.Start + index].Path), index);
        return indexes;
    }

    private bool IsSamePath(in FileRecord record, SourceFile file)
    {
        ReadOnlySpan<byte> known = _content.TextOf(record.Path);
        return IsJoined(known, file) || Encoding.UTF8.GetString(known) == file.Path;
    }

    /// <summary>Compares the parts of a plain path, so that it need not be put together for each of many files.</summary>
    private static bool IsJoined(ReadOnlySpan<byte> path, SourceFile file)
    {
        if (file.Folder is not { Path: var folder } || path.Length != folder.Length + 1 + file.Name.Length) return false;
        return Ascii.Equals(path[..folder.Length], folder) && path[folder.Length] == Path.DirectorySeparatorChar
            && Ascii.Equals(path[(folder.Length + 1)..], file.Name);
    }

    private bool IsUnchanged(SourceFile file, in FileRecord record, Dictionary<TextSpan, FileStatus> askedBefore) =>
        record.Status == file.Status
        && record.Status.ChangedNs + FileStatus.UncertainNs <= record.ReadAtNs
        && HaveDependenciesStayed(record, askedBefore);

    private bool HaveDependenciesStayed(in FileRecord record, Dictionary<TextSpan, FileStatus> askedBefore)
    {
        foreach (ref readonly DependencyRecord dependency in DependenciesOf(record))
        {
            if (!askedBefore.TryGetValue(dependency.Path, out FileStatus now))
            {
                now = FileStatus.Of(TextOf(dependency.Path));
                askedBefore.Add(dependency.Path, now);
            }
            if (now != dependency.Status || now.ChangedNs + FileStatus.UncertainNs > record.ReadAtNs) return false;
        }
        return true;
    }

    private static bool HasOnlyGrown(SourceFile file, in FileRecord record) =>
        record.ResumeOffset > 0
        && (file.Status.Device, file.Status.Inode) == (record.Status.Device, record.Status.Inode)
        && file.Status.Bytes >= record.ResumeOffset
        && PrefixHash.Of(file.Path, record.ResumeOffset) == record.ResumeHash;

    private void FillFacts(FileUsage usage, in FileRecord record)
    {
        (usage.Session, usage.ParentSession, usage.CopiesLeftOut) = (record.Session, record.ParentSession, record.CopiesLeftOut);
        usage.Take(ProblemsOf(record, usage.File.Path), DependenciesFrom(record));
        usage.Resume = record.ResumeOffset == 0 ? null
            : new ResumePoint(record.ResumeOffset, record.ResumeLine, _content.TextOf(record.ResumeState).ToArray(), record.ResumeHash);
    }

    private Problem[] ProblemsOf(in FileRecord record, string path)
    {
        if (record.Problems.Count == 0) return [];
        ArraySegment<ProblemRecord> problems = new(_content.Problems, record.Problems.Start, record.Problems.Count);
        return
        [
            .. problems.Select(problem => new Problem(
                path, problem.Kind, problem.Count,
                problem.FirstLine == 0 ? null : problem.FirstLine,
                problem.Detail.Length == 0 ? null : TextOf(problem.Detail))),
        ];
    }

    private Dependency[] DependenciesFrom(in FileRecord record)
    {
        ReadOnlySpan<DependencyRecord> records = DependenciesOf(record);
        var dependencies = new Dependency[records.Length];
        for (int index = 0; index < records.Length; index++)
            dependencies[index] = new Dependency(TextOf(records[index].Path), records[index].Status);
        return dependencies;
    }

    private ReadOnlySpan<DependencyRecord> DependenciesOf(in FileRecord record) =>
        _content.Dependencies.AsSpan(record.Dependencies.Start, record.Dependencies.Count);

    private string TextOf(TextSpan span) => Encoding.UTF8.GetString(_content.TextOf(span));
}
