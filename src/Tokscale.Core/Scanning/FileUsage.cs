using System.Runtime.InteropServices;
using Tokscale.Core.Files;
using Tokscale.Core.Sources;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Scanning;

/// <summary>What one log file holds, before copies are resolved over all files of its source.</summary>
/// <param name="file">The log.</param>
/// <param name="rowsInReading">A list to read into; its user may hand it to the next file after <see cref="KeepRows"/>.</param>
public sealed class FileUsage(SourceFile file, List<UsageRow> rowsInReading)
{
    private PackedRows? _keptRows;

    /// <summary>Most files have neither.</summary>
    private List<Problem>? _problems;
    private List<Dependency>? _dependencies;

    public FileUsage(SourceFile file) : this(file, [])
    {
    }

    public SourceFile File { get; } = file;

    /// <summary>Rows while they are being read, for the reader of this file only: a file from the cache has none here.</summary>
    public List<UsageRow> RowsInReading { get; } = rowsInReading;

    /// <summary>All rows of the file in its order, read or remembered.</summary>
    public PackedRows Rows => _keptRows ?? PackedRows.Of(CollectionsMarshal.AsSpan(RowsInReading));

    /// <summary>The session that owns the file, for rules that follow forks.</summary>
    public NameId Session { get; set; }

    /// <summary>The session that this one was forked from or spawned by.</summary>
    public NameId ParentSession { get; set; }

    /// <summary>Rows that repeated the one before them and were not kept.</summary>
    public int CopiesLeftOut { get; set; }

    /// <summary>What could not be used.</summary>
    public IReadOnlyList<Problem> Problems => (IReadOnlyList<Problem>?)_problems ?? [];

    /// <summary>Other files that decided what this one means; when one changes, this one has to be read again.</summary>
    public IReadOnlyList<Dependency> Dependencies => (IReadOnlyList<Dependency>?)_dependencies ?? [];

    /// <summary>
    /// Where a later scan can go on when the file has only grown; null when it has to start again, or none is expected to.
    /// </summary>
    public ResumePoint? Resume { get; set; }

    /// <summary>For the sink of the file.</summary>
    internal List<Problem> ProblemsInReading => _problems ??= [];

    /// <inheritdoc cref="ProblemsInReading"/>
    internal List<Dependency> DependenciesInReading => _dependencies ??= [];

    /// <summary>Forgets what the reading has told so far.</summary>
    internal void Clear()
    {
        RowsInReading.Clear();
        (_problems, _dependencies, CopiesLeftOut, Resume) = (null, null, 0, null);
    }

    /// <summary>Adds what was told before.</summary>
    internal void Take(IReadOnlyCollection<Problem> problems, IReadOnlyCollection<Dependency> dependencies)
    {
        if (problems.Count > 0) ProblemsInReading.AddRange(problems);
        if (dependencies.Count > 0) DependenciesInReading.AddRange(dependencies);
    }

    /// <summary>Takes rows that need not be read.</summary>
    internal void UseRows(PackedRows rows) => _keptRows = rows;

    /// <summary>The same file with other rows.</summary>
    internal FileUsage WithRows(ReadOnlySpan<UsageRow> rows)
    {
        var usage = new FileUsage(File)
        {
            Session = Session,
            ParentSession = ParentSession,
            CopiesLeftOut = CopiesLeftOut,
            Resume = Resume,
        };
        usage.Take(Problems, Dependencies);
        usage.UseRows(PackedRows.Of(rows));
        return usage;
    }

    /// <summary>Copies the rows of an earlier scan, so that more can follow.</summary>
    internal void StartWith(PackedRows rows)
    {
        foreach (ref readonly UsageRow row in rows) RowsInReading.Add(row);
    }

    /// <summary>Ends the reading: the rows are packed, and the list is empty for the next file.</summary>
    internal void KeepRows(RowPacker packer)
    {
        _keptRows ??= packer.Pack(CollectionsMarshal.AsSpan(RowsInReading));
        RowsInReading.Clear();
    }

    /// <summary>Gives the memory of the rows back.</summary>
    internal void ForgetRows() => _keptRows = default(PackedRows);
}
