namespace Tokscale.Core.Reports;

/// <summary>What a usage report is asked for.</summary>
/// <param name="Groups">Keys in nesting order; none makes one row of everything.</param>
public sealed record ReportQuery(IReadOnlyList<GroupKey> Groups)
{
    public UsageFilter Filter { get; init; } = UsageFilter.None;

    public ReportZone Zone { get; init; } = ReportZone.Utc;

    public DayOfWeek WeekStart { get; init; } = DayOfWeek.Monday;

    public CostMode CostMode { get; init; }

    public PriceDate PriceDate { get; init; }

    /// <summary>Null: periods in order of time and, within a period or without one, the dearest first.</summary>
    public RowOrder? Sort { get; init; }

    /// <summary>Null: the direction that suits the key, largest first for numbers.</summary>
    public bool? IsDescending { get; init; }

    /// <summary>Rows to keep; the others become one. Null: all.</summary>
    public int? Limit { get; init; }

    /// <summary>Leaves out rows that cost less.</summary>
    public decimal? CostUsdMin { get; init; }

    /// <summary>Leaves out rows that cost nothing; rows of unknown cost stay.</summary>
    public bool HidesZeroCost { get; init; }

    /// <summary>Adds empty rows for the periods between the first and the last.</summary>
    public bool FillsPeriods { get; init; }

    /// <summary>Maps a working directory to the project it belongs to. Null: each is its own.</summary>
    public Func<string, string>? ProjectOf { get; init; }
}
