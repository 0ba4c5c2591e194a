namespace Tokscale.Core.Sources;

/// <summary>What a parser made of one line.</summary>
public enum LineOutcome : byte
{
    /// <summary>The line is fine and holds no usage.</summary>
    NoUsage,

    /// <summary>One or more rows were added.</summary>
    Usage,

    /// <summary>The line is no valid record; whatever it held is lost.</summary>
    Malformed,
}
