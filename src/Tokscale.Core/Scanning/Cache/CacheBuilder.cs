using System.IO.Hashing;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Tokscale.Core.Archiving;
using Tokscale.Core.Files;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Scanning.Cache;

/// <summary>
/// Writes a new cache, source by source: rows and events go straight to the file, the index follows at the end.
/// </summary>
/// <param name="stream">The new file, empty.</param>
/// <param name="names">The names of the scan.</param>
/// <param name="keepsNames">
/// All names are written as they are numbered, and so are packed rows and events. Otherwise only those that are still used are,
/// numbered anew, which takes longer.
/// </param>
/// <param name="readAtNs">When the scan looked at the first file, UTC nanoseconds since 1970.</param>
internal sealed class CacheBuilder(Stream stream, NameTable names, bool keepsNames, long readAtNs)
{
    private const int BytesPerWrite = 64 << 10;

    private readonly List<SourceRecord> _sources = [];
    private readonly List<FileRecord> _files = [];
    private readonly List<FolderRecord> _folders = [];
    private readonly List<EntryRecord> _entries = [];
    private readonly List<ProblemRecord> _problems = [];
    private readonly List<DependencyRecord> _dependencies = [];
    private readonly Dictionary<string, TextSpan> _dependencyPaths = [];
    private readonly List<TextSpan> _names = [];
    private readonly List<byte> _text = [];
    private readonly byte[] _pending = new byte[BytesPerWrite];
    private readonly RowPacker _rows = new();
    private readonly NameId[] _newIds = new NameId[names.Count];
    private long _offset = Unsafe.SizeOf<CacheHeader>();

    /// <summary>Adds a source that was scanned.</summary>
    public void Add(ReadSource source)
    {
        (SourceScan scan, IReadOnlyList<FileUsage> usages, IReadOnlyList<FolderListing> folders, bool hasHistory, long archiveState, bool hasFailed) =
            source;
        bool isUncertain = archiveState == ArchiveHistory.UncertainState;
        stream.Position = _offset;
        int fileCountBefore = _files.Count;
        FileUsage[] kept = [.. usages.Where(usage => !usage.Problems.Any(IsPassing))];
        _files.EnsureCapacity(fileCountBefore + kept.Length);
        var rows = new ByteWriter(stream, _offset, _pending);
        foreach (FileUsage usage in kept) AddFile(usage, Write(usage.Rows, rows));
        _sources.Add(new SourceRecord
        {
            Id = AddText(scan.Source.Id),
            Files = new RecordSpan(fileCountBefore, kept.Length),
            Folders = AddFolders(folders),
            Rows = rows.Finish(ref _offset),
            Events = Write(scan.Events),
            DuplicatesDropped = scan.DuplicatesDropped,
            ArchiveState = isUncertain ? 0 : archiveState,
            HasHistory = hasHistory ? 1 : 0,
            IsComplete = kept.Length == usages.Count && !hasFailed && !(hasHistory && isUncertain) ? 1 : 0,
        });
    }

    /// <summary>Takes over what the old cache knows of a source that this scan did not read.</summary>
    public void Copy(CacheContent old, SourceRecord source)
    {
        if (old.RowsOf(source) is not { } rows || old.EventsOf(source) is not { } events) return;
        stream.Position = _offset;
        source.Id = AddText(old.TextOf(source.Id));
        var files = new RecordSpan(_files.Count, source.Files.Count);
        var writer = new ByteWriter(stream, _offset, _pending);
        foreach (ref readonly FileRecord file in old.Files.AsSpan(source.Files.Start, source.Files.Count))
        {
            (RecordSpan bytes, CallSpan span) = Write(old.RowsOf(rows, file), writer);
            CopyFile(old, file with { RowBytes = bytes, RowSpan = span });
        }
        source.Files = files;
        source.Folders = CopyFolders(old, source.Folders);
        source.Rows = writer.Finish(ref _offset);
        source.Events = Write(events);
        _sources.Add(source);
    }

    /// <summary>Writes the index and what leads to it.</summary>
    public void Finish(ulong build)
    {
        stream.Position = _offset;
        if (keepsNames) AddAllNames();
        var header = new CacheHeader
        {
            Magic = CacheHeader.MagicNumber,
            Build = build,
            IndexOffset = _offset,
            SourceCount = _sources.Count,
            FileCount = _files.Count,
            FolderCount = _folders.Count,
            EntryCount = _entries.Count,
            ProblemCount = _problems.Count,
            DependencyCount = _dependencies.Count,
            NameCount = _names.Count,
            TextBytes = _text.Count,
        };
        var checksum = new XxHash3();
        checksum.Append(CacheHeader.BytesOf(ref header));
        WriteSection(_sources);
        WriteSection(_files);
        WriteSection(_folders);
        WriteSection(_entries);
        WriteSection(_problems);
        WriteSection(_dependencies);
        WriteSection(_names);
        WriteSection(_text);
        header.Checksum = checksum.GetCurrentHashAsUInt64();
        stream.Position = 0;
        stream.Write(CacheHeader.BytesOf(ref header));

        void WriteSection<T>(List<T> records) where T : unmanaged
        {
            ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(records));
            checksum.Append(bytes);
            stream.Write(bytes);
        }
    }

    private void AddFile(FileUsage usage, (RecordSpan Bytes, CallSpan Span) rows)
    {
        ResumePoint? resume = usage.Resume;
        _files.Add(new FileRecord
        {
            Path = AddText(usage.File.Path),
            Status = usage.File.Status,
            ReadAtNs = readAtNs,
            RowBytes = rows.Bytes,
            RowSpan = rows.Span,
            RowCount = usage.Rows.Length,
            CopiesLeftOut = usage.CopiesLeftOut,
            Problems = AddProblems(usage.Problems),
            Dependencies = AddDependencies(usage.Dependencies),
            Session = NewIdOf(usage.Session),
            ParentSession = NewIdOf(usage.ParentSession),
            ResumeOffset = resume?.Offset ?? 0,
            ResumeLine = resume?.LineNumber ?? 0,
            ResumeHash = resume?.PrefixHash ?? 0,
            ResumeState = resume is null ? default : AddText(resume.State),
        });
    }

    private void CopyFile(CacheContent old, FileRecord file)
    {
        file.Path = AddText(old.TextOf(file.Path));
        file.ResumeState = AddText(old.TextOf(file.ResumeState));
        (file.Session, file.ParentSession) = (NewIdOf(file.Session), NewIdOf(file.ParentSession));
        var problems = new RecordSpan(_problems.Count, file.Problems.Count);
        foreach (ProblemRecord problem in old.Problems.AsSpan(file.Problems.Start, file.Problems.Count))
        {
            _problems.Add(problem with { Detail = AddText(old.TextOf(problem.Detail)) });
        }
        var dependencies = new RecordSpan(_dependencies.Count, file.Dependencies.Count);
        foreach (DependencyRecord dependency in old.Dependencies.AsSpan(file.Dependencies.Start, file.Dependencies.Count))
        {
            _dependencies.Add(dependency with { Path = AddDependencyPath(Encoding.UTF8.GetString(old.TextOf(dependency.Path))) });
        }
        (file.Problems, file.Dependencies) = (problems, dependencies);
        _files.Add(file);
    }

    private RecordSpan AddFolders(IReadOnlyList<FolderListing> folders)
    {
        var span = new RecordSpan(_folders.Count, folders.Count);
        _folders.EnsureCapacity(_folders.Count + folders.Count);
        _entries.EnsureCapacity(_entries.Count + folders.Sum(folder => folder.Entries.Count));
        foreach (FolderListing folder in folders)
        {
            var entries = new RecordSpan(_entries.Count, folder.Entries.Count);
            foreach (FolderEntry entry in folder.Entries)
                _entries.Add(new EntryRecord { Name = AddText(entry.Name), IsFolder = entry.IsFolder, IsLink = entry.IsLink });
            _folders.Add(new FolderRecord { Path = AddText(folder.Path), Status = folder.Status, ListedAtNs = folder.ListedAtNs, Entries = entries });
        }
        return span;
    }

    private RecordSpan CopyFolders(CacheContent old, RecordSpan folders)
    {
        var span = new RecordSpan(_folders.Count, folders.Count);
        foreach (FolderRecord folder in old.Folders.AsSpan(folders.Start, folders.Count))
        {
            var entries = new RecordSpan(_entries.Count, folder.Entries.Count);
            foreach (EntryRecord entry in old.Entries.AsSpan(folder.Entries.Start, folder.Entries.Count))
                _entries.Add(entry with { Name = AddText(old.TextOf(entry.Name)) });
            _folders.Add(folder with { Path = AddText(old.TextOf(folder.Path)), Entries = entries });
        }
        return span;
    }

    /// <summary>What may be gone the next time, so that the file has to be tried again.</summary>
    private static bool IsPassing(Problem problem) =>
        problem.Kind is ProblemKind.UnreadableFile or ProblemKind.LockedDatabase or ProblemKind.UnreadableDatabase;

    private StoredBytes Write(IReadOnlyList<UsageEvent> events)
    {
        PackedEvents packed = keepsNames && events is PackedEvents kept ? kept : PackWithNewIds(events);
        var writer = new ByteWriter(stream, _offset, _pending);
        foreach (ArraySegment<byte> part in packed.Stored()) writer.Add(part);
        return writer.Finish(ref _offset);
    }

    private PackedEvents PackWithNewIds(IReadOnlyList<UsageEvent> events)
    {
        var packer = new EventPacker();
        SourceScan.ForEach(events, (in UsageEvent usage) => packer.Add(WithNewIds(usage)));
        return packer.Packed;
    }

    /// <returns>Where they are, within the rows of their source, and what of them is known unread.</returns>
    private (RecordSpan Bytes, CallSpan Span) Write(PackedRows rows, ByteWriter writer)
    {
        if (!keepsNames)
        {
            _rows.Clear();
            foreach (ref readonly UsageRow row in rows) _rows.Add(row with { Event = WithNewIds(row.Event) });
        }
        ReadOnlySpan<byte> bytes = keepsNames ? rows.Bytes : _rows.Bytes;
        var span = new RecordSpan(writer.Count, bytes.Length);
        writer.Add(bytes);
        return (span, keepsNames ? rows.Span : _rows.Span);
    }

    private RecordSpan AddProblems(IReadOnlyList<Problem> problems)
    {
        var span = new RecordSpan(_problems.Count, problems.Count);
        foreach (Problem problem in problems)
        {
            _problems.Add(new ProblemRecord
            {
                Kind = problem.Kind,
                Count = problem.Count,
                FirstLine = problem.FirstLine ?? 0,
                Detail = AddText(problem.Detail ?? string.Empty),
            });
        }
        return span;
    }

    private RecordSpan AddDependencies(IReadOnlyList<Dependency> dependencies)
    {
        var span = new RecordSpan(_dependencies.Count, dependencies.Count);
        foreach (Dependency dependency in dependencies)
        {
            _dependencies.Add(new DependencyRecord { Path = AddDependencyPath(dependency.Path), Status = dependency.Status });
        }
        return span;
    }

    /// <summary>Files of one agent depend on the same few others; each is named once.</summary>
    private TextSpan AddDependencyPath(string path)
    {
        if (_dependencyPaths.TryGetValue(path, out TextSpan known)) return known;
        TextSpan added = AddText(path);
        _dependencyPaths.Add(path, added);
        return added;
    }

    private UsageEvent WithNewIds(in UsageEvent usage) => usage with
    {
        Model = NewIdOf(usage.Model),
        Provider = NewIdOf(usage.Provider),
        Session = NewIdOf(usage.Session),
        Project = NewIdOf(usage.Project),
        Agent = NewIdOf(usage.Agent),
    };

    private NameId NewIdOf(NameId id)
    {
        if (!id.IsKnown || keepsNames) return id;
        ref NameId known = ref _newIds[id.Index];
        if (known.IsKnown) return known;
        _names.Add(AddText(names[id]!));
        return known = new NameId(_names.Count);
    }

    private void AddAllNames()
    {
        for (int index = 1; index < names.Count; index++) _names.Add(AddText(names[new NameId(index)]!));
    }

    private TextSpan AddText(string text) => AddText(Encoding.UTF8.GetBytes(text));

    private TextSpan AddText(ReadOnlySpan<byte> text)
    {
        var span = new TextSpan(_text.Count, text.Length);
        _text.AddRange(text);
        return span;
    }

    /// <summary>Writes bytes that belong together one after the other, many in one call. One is finished before the next begins.</summary>
    /// <param name="pending">Holds what is to be written; shared, as most of the many sources have nothing.</param>
    private sealed class ByteWriter(Stream stream, long offset, byte[] pending)
    {
        private readonly XxHash3 _checksum = new();
        private int _pendingCount;

        /// <summary>Bytes so far.</summary>
        public int Count { get; private set; }

        public void Add(ReadOnlySpan<byte> bytes)
        {
            Count += bytes.Length;
            if (bytes.Length > pending.Length - _pendingCount) Flush();
            if (bytes.Length > pending.Length)
            {
                Write(bytes);
                return;
            }
            bytes.CopyTo(pending.AsSpan(_pendingCount));
            _pendingCount += bytes.Length;
        }

        /// <param name="end">Becomes the place behind the last byte.</param>
        public StoredBytes Finish(ref long end)
        {
            Flush();
            end = offset + Count;
            return new StoredBytes(offset, Count, _checksum.GetCurrentHashAsUInt64());
        }

        private void Flush()
        {
            Write(pending.AsSpan(0, _pendingCount));
            _pendingCount = 0;
        }

        private void Write(ReadOnlySpan<byte> bytes)
        {
            _checksum.Append(bytes);
            stream.Write(bytes);
        }
    }
}
