using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text;
using Tokscale.Core.Files;
using Tokscale.Core.Sources;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Scanning.Cache;

/// <summary>Puts the content of a new cache together. Only names that are still used are kept.</summary>
/// <param name="names">The names of the scan.</param>
/// <param name="readAtNs">When the scan looked at the first file, UTC nanoseconds since 1970.</param>
/// <param name="rowCount">How many rows to expect.</param>
internal sealed class CacheBuilder(NameTable names, long readAtNs, int rowCount)
{
    /// <summary>A week: sessions are seldom taken up again later.</summary>
    private const long LiveNs = 7L * 24 * 3600 * 1_000_000_000;

    private readonly List<UsageRow> _rows = new(rowCount);
    private readonly List<FileRecord> _files = [];
    private readonly List<ProblemRecord> _problems = [];
    private readonly List<DependencyRecord> _dependencies = [];
    private readonly List<TextSpan> _names = [];
    private readonly List<byte> _text = [];
    private readonly NameId[] _newIds = new NameId[names.Count];

    public int RowCount => _rows.Count;

    public static ulong HashOf(string path) => XxHash3.HashToUInt64(MemoryMarshal.AsBytes(path.AsSpan()));

    public void Add(FileUsage usage)
    {
        if (usage.Problems.Exists(IsPassing)) return;
        ResumePoint? resume = WithHash(usage);
        _files.Add(new FileRecord
        {
            PathHash = HashOf(usage.File.Path),
            Path = AddText(usage.File.Path),
            SourceId = AddText(usage.File.Source.Id),
            Status = usage.File.Status,
            ReadAtNs = readAtNs,
            Rows = AddRows(usage.Rows),
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

    /// <summary>Takes over what the old cache knows of sources that this scan did not look at.</summary>
    public void AddFilesOfOthers(CacheContent old, IReadOnlyList<IUsageSource> scanned)
    {
        byte[][] scannedIds = [.. scanned.Select(source => Encoding.UTF8.GetBytes(source.Id))];
        foreach (FileRecord file in old.Files)
        {
            FileRecord kept = file;
            if (Array.Exists(scannedIds, id => old.TextOf(kept.SourceId).SequenceEqual(id))) continue;
            kept.Path = AddText(old.TextOf(file.Path));
            kept.SourceId = AddText(old.TextOf(file.SourceId));
            kept.ResumeState = AddText(old.TextOf(file.ResumeState));
            kept.Rows = AddRows(old.Rows.AsSpan(file.Rows.Start, file.Rows.Count));
            (kept.Session, kept.ParentSession) = (NewIdOf(file.Session), NewIdOf(file.ParentSession));
            kept.Problems = new RecordSpan(_problems.Count, file.Problems.Count);
            foreach (ProblemRecord problem in old.Problems.AsSpan(file.Problems.Start, file.Problems.Count))
            {
                _problems.Add(problem with { Detail = AddText(old.TextOf(problem.Detail)) });
            }
            kept.Dependencies = new RecordSpan(_dependencies.Count, file.Dependencies.Count);
            foreach (DependencyRecord dependency in old.Dependencies.AsSpan(file.Dependencies.Start, file.Dependencies.Count))
            {
                _dependencies.Add(dependency with { Path = AddText(old.TextOf(dependency.Path)) });
            }
            _files.Add(kept);
        }
    }

    /// <summary>Writes the cache to a new file.</summary>
    /// <exception cref="IOException">The disk is full, or the file exists.</exception>
    public void Write(string path, ulong build)
    {
        _files.Sort(static (left, right) => left.PathHash.CompareTo(right.PathHash));
        using FileStream stream = PrivateFile.Create(path);
        var header = new CacheHeader
        {
            Magic = CacheHeader.MagicNumber,
            Build = build,
            RowCount = _rows.Count,
            FileCount = _files.Count,
            ProblemCount = _problems.Count,
            DependencyCount = _dependencies.Count,
            NameCount = _names.Count,
            TextBytes = _text.Count,
        };
        var checksum = new XxHash3();
        checksum.Append(CacheHeader.BytesOf(ref header));
        stream.Write(CacheHeader.BytesOf(ref header));
        WriteSection(_rows);
        WriteSection(_files);
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

    /// <summary>Only files that were written to lately are likely to grow; hashing all would slow down the first scan.</summary>
    private ResumePoint? WithHash(FileUsage usage)
    {
        if (usage.Resume is not { } resume || resume.PrefixHash is not null) return usage.Resume;
        if (usage.File.Status.ModifiedNs + LiveNs < readAtNs) return null;
        ulong? hash = PrefixHash.Of(usage.File.Path, resume.Offset);
        // A file that changed meanwhile may have been hashed with other bytes than were read.
        return hash is null || FileStatus.Of(usage.File.Path) != usage.File.Status ? null : resume with { PrefixHash = hash };
    }

    /// <summary>What may be gone the next time, so that the file has to be tried again.</summary>
    private static bool IsPassing(Problem problem) =>
        problem.Kind is ProblemKind.UnreadableFile or ProblemKind.LockedDatabase or ProblemKind.UnreadableDatabase;

    private RecordSpan AddRows(ReadOnlySpan<UsageRow> rows)
    {
        var span = new RecordSpan(_rows.Count, rows.Length);
        foreach (ref readonly UsageRow row in rows)
        {
            UsageRow copy = row;
            copy.Event.Model = NewIdOf(row.Event.Model);
            copy.Event.Provider = NewIdOf(row.Event.Provider);
            copy.Event.Session = NewIdOf(row.Event.Session);
            copy.Event.Project = NewIdOf(row.Event.Project);
            copy.Event.Agent = NewIdOf(row.Event.Agent);
            _rows.Add(copy);
        }
        return span;
    }

    private RecordSpan AddProblems(List<Problem> problems)
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

    private RecordSpan AddDependencies(List<Dependency> dependencies)
    {
        var span = new RecordSpan(_dependencies.Count, dependencies.Count);
        foreach (Dependency dependency in dependencies)
        {
            _dependencies.Add(new DependencyRecord { Path = AddText(dependency.Path), Status = dependency.Status });
        }
        return span;
    }

    private NameId NewIdOf(NameId id)
    {
        if (!id.IsKnown) return default;
        ref NameId known = ref _newIds[id.Index];
        if (known.IsKnown) return known;
        _names.Add(AddText(names[id]!));
        return known = new NameId(_names.Count);
    }

    private TextSpan AddText(string text) => AddText(Encoding.UTF8.GetBytes(text));

    private TextSpan AddText(ReadOnlySpan<byte> text)
    {
        var span = new TextSpan(_text.Count, text.Length);
        _text.AddRange(text);
        return span;
    }
}
