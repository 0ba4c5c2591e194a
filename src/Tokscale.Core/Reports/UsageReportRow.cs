namespace Tokscale.Core.Reports;

/// <summary>One row of a usage report.</summary>
public sealed record UsageReportRow
{
    /// <summary>The names of the row's group keys, in the order of the query. Null: the log does not say.</summary>
    public required IReadOnlyList<string?> Keys { get; init; }

    public required UsageFigures Figures { get; init; }

    /// <summary>Ids of the sources, in the order of the registry.</summary>
    public IReadOnlyList<string> Clients { get; init; } = [];

    public IReadOnlyList<string> Providers { get; init; } = [];

    /// <summary>Readable names, in order of first use.</summary>
    public IReadOnlyList<string> Models { get; init; } = [];

    /// <summary>Exact ids, in order of first use.</summary>
    public IReadOnlyList<string> ModelIds { get; init; } = [];

    /// <summary>Project of the earliest call; null when the log does not say.</summary>
    public string? Project { get; init; }

    /// <summary>Time of the first call, UTC milliseconds since 1970; null in rows without calls.</summary>
    public long? FirstMs { get; init; }

    /// <summary>Time of the last call, UTC milliseconds since 1970; null in rows without calls.</summary>
    public long? LastMs { get; init; }

    /// <summary>What the calls were billed at; their figures add up to those of the row.</summary>
    public IReadOnlyList<AppliedPrice> Prices { get; init; } = [];

    /// <summary>How many rows this one stands for.</summary>
    public int RowCount { get; init; } = 1;

    /// <summary>True for the row that a limit folds the rest into.</summary>
    public bool IsOther { get; init; }

    /// <summary>Numbers behind the keys that are periods, for sorting; 0 for other keys.</summary>
    internal IReadOnlyList<int> Periods { get; init; } = [];
}
