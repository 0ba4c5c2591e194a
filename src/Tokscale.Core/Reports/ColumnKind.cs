namespace Tokscale.Core.Reports;

/// <summary>What the cells of a column mean, which decides how they are written.</summary>
public enum ColumnKind : byte
{
    Text,

    /// <summary>A list of names.</summary>
    Names,

    /// <summary>A path, whose end matters most.</summary>
    Path,

    /// <summary>A day or another period, as text.</summary>
    Period,

    /// <summary>A whole number.</summary>
    Count,

    /// <summary>US dollars.</summary>
    Money,

    /// <summary>US dollars for a million tokens, with as many decimals as it has.</summary>
    Price,

    /// <summary>A fraction of a whole, 0 to 1.</summary>
    Share,

    /// <summary>Milliseconds, as a measure of speed.</summary>
    Milliseconds,

    /// <summary>A length of time in milliseconds.</summary>
    Duration,

    /// <summary>A point in time, UTC milliseconds since 1970.</summary>
    Instant,
}
