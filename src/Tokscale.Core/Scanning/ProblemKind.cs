namespace Tokscale.Core.Scanning;

/// <summary>What a scan could not use. Nothing is skipped without being counted under one of these.</summary>
public enum ProblemKind : byte
{
    /// <summary>A line that is no valid record.</summary>
    MalformedLine,

    /// <summary>A line over the limit of <c>LineReader</c>.</summary>
    OversizedLine,

    /// <summary>A row of a database or of a document that is no valid record.</summary>
    MalformedRow,

    /// <summary>A file that could not be opened or read to its end.</summary>
    UnreadableFile,

    /// <summary>A folder whose entries could not be listed.</summary>
    UnreadableFolder,

    /// <summary>A file whose content is not what its name promises, or only up to some place.</summary>
    MalformedFile,

    /// <summary>A database that stayed locked by its program.</summary>
    LockedDatabase,

    /// <summary>A database that is damaged or lacks the tables its source needs.</summary>
    UnreadableDatabase,

    /// <summary>A record without a usable time; it is counted under another one.</summary>
    Undated,

    /// <summary>A count that is no sensible number; it is taken as missing.</summary>
    RefusedNumber,

    /// <summary>The archive could not be read.</summary>
    UnreadableArchive,

    /// <summary>A file that is counted although not all about it is understood: a newer version, a neighbour that is damaged.</summary>
    DoubtfulFile,
}
