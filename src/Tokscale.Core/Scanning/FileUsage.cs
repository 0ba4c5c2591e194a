using System.Runtime.InteropServices;
using Tokscale.Core.Files;
using Tokscale.Core.Sources;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Scanning;

/// <summary>What one log file holds, before copies are resolved over all files of its source.</summary>
public sealed class FileUsage(SourceFile file)
{
    private ArraySegment<UsageRow> _cachedRows;

    public SourceFile File { get; } = file;

    /// <summary>Rows while they are being read, for the reader of this file only: a file from the cache has none here.</summary>
    public List<UsageRow> RowsInReading { get; private set; } = [];

    /// <summary>All rows of the file in its order, read or remembered.</summary>
    public ReadOnlySpan<UsageRow> Rows => _cachedRows.Count > 0 ? _cachedRows : CollectionsMarshal.AsSpan(RowsInReading);

    /// <summary>The session that owns the file, for rules that follow forks.</summary>
    public NameId Session { get; set; }

    /// <summary>The session that this one was forked from or spawned by.</summary>
    public NameId ParentSession { get; set; }

    /// <summary>Rows that repeated the one before them and were not kept.</summary>
    public int CopiesLeftOut { get; set; }

    /// <summary>What could not be used.</summary>
    public List<Problem> Problems { get; init; } = [];

    /// <summary>Other files that decided what this one means; when one changes, this one has to be read again.</summary>
    public List<Dependency> Dependencies { get; init; } = [];

    /// <summary>Where a later scan can go on when the file has only grown; null when it has to start again.</summary>
    public ResumePoint? Resume { get; set; }

    /// <summary>Takes the rows of an earlier scan without copying them.</summary>
    internal void UseCached(ArraySegment<UsageRow> rows) => _cachedRows = rows;

    /// <summary>The same file with other rows, which are copied.</summary>
    internal FileUsage WithRows(ReadOnlySpan<UsageRow> rows)
    {
        var usage = new FileUsage(File)
        {
            Session = Session,
            ParentSession = ParentSession,
            CopiesLeftOut = CopiesLeftOut,
            Problems = Problems,
            Dependencies = Dependencies,
            Resume = Resume,
        };
        usage.StartWith(rows);
        return usage;
    }

    /// <summary>Copies the rows of an earlier scan, so that more can follow.</summary>
    internal void StartWith(ReadOnlySpan<UsageRow> rows)
    {
        RowsInReading = new List<UsageRow>(rows.Length + rows.Length / 8);
        RowsInReading.AddRange(rows);
    }
}
