namespace Tokscale.Core.Reports;

/// <summary>Which cost counts when a log states one.</summary>
public enum CostMode : byte
{
    /// <summary>The log's where its agent bills by it, else calculated from tokens and prices.</summary>
    Auto,

    /// <summary>Always calculated.</summary>
    Calculate,

    /// <summary>Always the log's; calls without one have no cost.</summary>
    Display,
}
