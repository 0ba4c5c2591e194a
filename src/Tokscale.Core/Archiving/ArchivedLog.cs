using Tokscale.Core.Files;
using Tokscale.Core.Sources;

namespace Tokscale.Core.Archiving;

/// <summary>What the archive knows of one log file, without its rows.</summary>
internal sealed record ArchivedLog
{
    /// <summary>The number of its row; 0 before it is saved.</summary>
    public long Id { get; init; }

    /// <summary>Where the log lies or lay: the id of a machine's archive.</summary>
    public required string Machine { get; init; }

    public required string SourceId { get; init; }

    /// <inheritdoc cref="SourceFile.Path"/>
    public required string Path { get; init; }

    /// <inheritdoc cref="SourceFile.Root"/>
    public required string Root { get; init; }

    /// <inheritdoc cref="SourceFile.RelativePath"/>
    public required string RelativePath { get; init; }

    /// <inheritdoc cref="Scanning.FileUsage.Session"/>
    public string? Session { get; init; }

    /// <inheritdoc cref="Scanning.FileUsage.ParentSession"/>
    public string? ParentSession { get; init; }

    /// <summary>Size when it was read last.</summary>
    public long Bytes { get; init; }

    /// <summary>Modification time when it was read last, UTC nanoseconds since 1970.</summary>
    public long ModifiedNs { get; init; }

    /// <summary>Tells whether the file still begins with these bytes; null when it was gone before that could be asked.</summary>
    public long? PrefixHash { get; init; }

    /// <summary>It is a database, whose rows may change while the file itself stays as it is.</summary>
    public bool IsDatabase { get; init; }

    /// <summary>See <see cref="LogState.OfFile"/>; 0: a change since then may not show.</summary>
    public long FileState { get; init; }

    /// <summary>See <see cref="LogState.Of"/>; 0: a change since then may not show.</summary>
    public long State { get; init; }

    /// <summary>How many of the files that it depends on did not exist.</summary>
    public int MissingCount { get; init; }

    /// <summary>The build that read it: another one may read it differently.</summary>
    public long Reader { get; init; }

    /// <summary>When it was read last, UTC milliseconds since 1970.</summary>
    public long ReadAtMs { get; init; }

    /// <inheritdoc cref="Scanning.FileUsage.CopiesLeftOut"/>
    public int CopiesLeftOut { get; init; }

    /// <summary>Rows that were in the log when it was read last.</summary>
    public int RowCount { get; init; }

    /// <summary>Of the rows' bytes.</summary>
    public long RowChecksum { get; init; }

    /// <summary>Rows that were in the log once, and then no more though it still existed.</summary>
    public int LostCount { get; init; }

    /// <inheritdoc cref="RowChecksum"/>
    public long LostChecksum { get; init; }

    /// <summary>Time of the earliest row, UTC milliseconds since 1970; null when none has one.</summary>
    public long? FirstMs { get; init; }

    /// <summary>Time of the latest row; see <see cref="FirstMs"/>.</summary>
    public long? LastMs { get; init; }

    /// <summary>The log as a file that is no longer there.</summary>
    public SourceFile ToFile(UsageSource source) =>
        new(source, Path, Root, RelativePath, new FileStatus(FileStatus.FileKind.Regular, 0, 0, Bytes, ModifiedNs, ModifiedNs));
}
