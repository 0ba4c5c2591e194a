namespace Tokscale.Core.Reports;

/// <summary>What the rows of a report can be grouped by.</summary>
public enum GroupKey : byte
{
    Client,
    Provider,

    /// <summary>The readable name: ids that differ only in neutral marks are one model.</summary>
    Model,

    /// <summary>The exact id of the log.</summary>
    ModelId,
    Project,
    Session,
    Agent,
    Day,
    Week,
    Month,
    Hour,
}
