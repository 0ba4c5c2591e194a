namespace Tokscale.Core.Reports;

/// <summary>Where the cost of a row comes from.</summary>
public enum CostSource : byte
{
    /// <summary>No call of the row has a known cost.</summary>
    None = 0,
    Calculated = 1,
    Logged = 2,

    /// <summary>Some calls are calculated, some logged.</summary>
    Mixed = Calculated | Logged,
}
