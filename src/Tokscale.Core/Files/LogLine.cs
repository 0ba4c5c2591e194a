namespace Tokscale.Core.Files;

/// <summary>A line of a log, borrowed from the reader's buffer until the next read.</summary>
public readonly ref struct LogLine(ReadOnlySpan<byte> bytes, long number, bool hasMarker, bool isTorn, bool hasNuls = false, bool isRuledOut = false)
{
    /// <summary>The line without its end, trimmed of blanks and NULs.</summary>
    public ReadOnlySpan<byte> Bytes { get; } = bytes;

    /// <summary>1-based, counting every line of the file.</summary>
    public long Number { get; } = number;

    /// <summary>
    /// The reader's marker stands in the line, or something that may be it. False means that the line is certainly of no
    /// interest.
    /// </summary>
    public bool HasMarker { get; } = hasMarker;

    /// <summary>The head of the line told that it is of no interest: see <see cref="LineInterest.None"/>.</summary>
    public bool IsRuledOut { get; } = isRuledOut;

    /// <summary>The last line of the file, without a line end: perhaps still being written.</summary>
    public bool IsTorn { get; } = isTorn;

    /// <summary>There are NULs in the line, or were trimmed from it: a crash left them where text had been written, or would have been.</summary>
    public bool HasNuls { get; } = hasNuls;
}
