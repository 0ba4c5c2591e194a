namespace Tokscale.Core.Reports;

/// <summary>What is to be said about a value beside the value.</summary>
[Flags]
public enum CellMarks : byte
{
    None = 0,

    /// <summary>An estimate.</summary>
    Estimated = 1,

    /// <summary>A part is missing because it has no price.</summary>
    PartlyUnpriced = 2,

    /// <summary>Nothing of it has a price.</summary>
    Unpriced = 4,
}
