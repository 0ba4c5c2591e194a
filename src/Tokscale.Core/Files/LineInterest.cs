namespace Tokscale.Core.Files;

/// <summary>What the head of a line tells of the whole line.</summary>
public enum LineInterest : byte
{
    /// <summary>Nothing: the line has to be searched for the marker.</summary>
    Unknown = 0,

    /// <summary>Whatever follows, the line is of no interest.</summary>
    None,

    /// <summary>The line is of a kind that holds what is looked for: it is worth reading without a search.</summary>
    Likely,
}
