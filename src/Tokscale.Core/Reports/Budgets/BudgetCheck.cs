using Tokscale.Core.Scanning;

namespace Tokscale.Core.Reports.Budgets;

/// <summary>Compares usage with budgets.</summary>
public sealed class BudgetCheck(ScanResult scan, ModelCatalog models, ReportZone zone, DayOfWeek weekStart, DateOnly today)
{
    /// <summary>How costs are found.</summary>
    public CostMode CostMode { get; init; }

    /// <summary>Which day's prices count.</summary>
    public PriceDate PriceDate { get; init; }

    /// <summary>Where a budget stands today.</summary>
    public BudgetStatus StatusOf(Budget budget)
    {
        DateRange days = budget.DaysAround(today, weekStart);
        UsageFigures spent = Report(budget, days, []).Totals;
        decimal spentUsd = spent.CostUsd ?? 0;
        int daysLeft = days.Until!.Value.DayNumber - today.DayNumber;
        return new BudgetStatus(budget, days, spentUsd, spent.UnpricedTokens, CostForecast.Of(spentUsd, daysLeft, History(budget)));
    }

    /// <summary>Cost of the days before today, from the first with usage, oldest first.</summary>
    private decimal[] History(Budget budget)
    {
        var range = new DateRange(today.AddDays(-CostForecast.HistoryDays), today.AddDays(-1));
        IReadOnlyList<UsageReportRow> rows = Report(budget, range, [GroupKey.Day]).Rows;
        if (rows.Count == 0) return [];
        Dictionary<string, decimal> costs = rows.ToDictionary(row => row.Keys[0]!, row => row.Figures.CostUsd ?? 0);
        DateOnly first = DateOnly.ParseExact(rows[0].Keys[0]!, "yyyy-MM-dd", null);
        return [.. Enumerable.Range(0, today.DayNumber - first.DayNumber).Select(day => costs.GetValueOrDefault(TimeBuckets.DateName(first.AddDays(day))))];
    }

    private UsageReport Report(Budget budget, DateRange days, IReadOnlyList<GroupKey> groups)
    {
        ProjectPattern? project = budget.Project is { } name ? new ProjectPattern(name) : null;
        var query = new ReportQuery(groups)
        {
            Zone = zone,
            Filter = new UsageFilter { Days = days, Project = project },
            CostMode = CostMode,
            PriceDate = PriceDate,
        };
        ScanResult part = budget.Client is null ? scan : scan with { Sources = [.. scan.Sources.Where(source => source.Source.Id == budget.Client)] };
        return UsageReportBuilder.Build(query, part, models);
    }
}
