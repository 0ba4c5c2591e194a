namespace Tokscale.Core.Reports;

/// <summary>Leaves out, sorts, fills and folds the rows of a report as its query says.</summary>
internal sealed class RowArrangement(ReportQuery query)
{
    /// <summary>Over eleven years of hours; one damaged date must not make millions of rows.</summary>
    private const int PeriodsMax = 100_000;

    private readonly bool _hasPeriods = query.Groups.Any(key => key.IsPeriod());

    public List<UsageReportRow> Arrange(List<UsageReportRow> rows)
    {
        List<UsageReportRow> kept = [.. rows.Where(IsWanted)];
        if (query.FillsPeriods) AddEmptyPeriods(kept);
        kept.Sort(Compare);
        return query.Limit is { } limit && kept.Count > limit ? Fold(kept, limit) : kept;
    }

    private bool IsWanted(UsageReportRow row) =>
        !(query.HidesZeroCost && row.Figures is { CostUsd: 0, UnpricedTokens: 0 }) && !(row.Figures.CostUsd < query.CostUsdMin);

    private RowOrder Sort => query.Sort ?? (_hasPeriods ? RowOrder.Date : RowOrder.Cost);

    private bool IsDescending => query.IsDescending ?? Sort is not (RowOrder.Date or RowOrder.Name);

    private int Compare(UsageReportRow a, UsageReportRow b)
    {
        int order = Sort switch
        {
            // An unknown cost sorts below every known one.
            RowOrder.Cost => (a.Figures.CostUsd ?? -1).CompareTo(b.Figures.CostUsd ?? -1),
            RowOrder.Tokens => a.Figures.TotalTokens.CompareTo(b.Figures.TotalTokens),
            RowOrder.Messages => a.Figures.Messages.CompareTo(b.Figures.Messages),
            RowOrder.Input => a.Figures.Tokens.Input.CompareTo(b.Figures.Tokens.Input),
            RowOrder.Output => a.Figures.Tokens.Output.CompareTo(b.Figures.Tokens.Output),
            RowOrder.Date => _hasPeriods ? CompareLists(a.Periods, b.Periods) : Nullable.Compare(a.LastMs, b.LastMs),
            _ => CompareLists(a.Keys, b.Keys),
        };
        if (order != 0) return IsDescending ? -order : order;
        int byCost = Nullable.Compare(b.Figures.CostUsd, a.Figures.CostUsd);
        if (byCost != 0) return byCost;
        int byTokens = b.Figures.TotalTokens.CompareTo(a.Figures.TotalTokens);
        return byTokens != 0 ? byTokens : CompareLists(a.Keys, b.Keys);
    }

    private static int CompareLists(IReadOnlyList<int> a, IReadOnlyList<int> b)
    {
        for (int index = 0; index < a.Count; index++)
            if (a[index] != b[index]) return a[index].CompareTo(b[index]);
        return 0;
    }

    private static int CompareLists(IReadOnlyList<string?> a, IReadOnlyList<string?> b)
    {
        for (int index = 0; index < a.Count; index++)
            if (string.CompareOrdinal(a[index], b[index]) is var order and not 0) return order;
        return 0;
    }

    private void AddEmptyPeriods(List<UsageReportRow> rows)
    {
        if (query.Groups is not [var key] || !key.IsPeriod() || rows.Count == 0) return;
        HashSet<int> present = [.. rows.Select(row => row.Periods[0])];
        int first = present.Min(), last = present.Max();
        if (last - first > PeriodsMax)
            throw UserError.InOption($"--fill would add over {PeriodsMax} rows; narrow the report with --since and --until.");
        for (int period = first; period < last; period = TimeBuckets.Next(key, period))
            if (!present.Contains(period) && TimeBuckets.IsIn(query.Zone, key, period)) rows.Add(Empty(key, period));
    }

    private static UsageReportRow Empty(GroupKey key, int period) =>
        new() { Keys = [TimeBuckets.NameOf(key, period)], Periods = [period], Figures = UsageFigures.Zero };

    /// <summary>In order of time the latest rows are the ones to keep; in any other order the first.</summary>
    private List<UsageReportRow> Fold(List<UsageReportRow> rows, int limit)
    {
        bool keepsLast = Sort is RowOrder.Date && !IsDescending;
        int foldedCount = rows.Count - limit;
        List<UsageReportRow> folded = keepsLast ? rows[..foldedCount] : rows[limit..];
        List<UsageReportRow> kept = keepsLast ? rows[foldedCount..] : rows[..limit];
        var other = new UsageReportRow
        {
            Keys = [.. query.Groups.Select(_ => (string?)null)],
            Figures = folded.Select(row => row.Figures).Aggregate((a, b) => a + b),
            Prices = AppliedPrice.Merge(folded.SelectMany(row => row.Prices)),
            IsOther = true,
            RowCount = foldedCount,
            FirstMs = folded.Min(row => row.FirstMs),
            LastMs = folded.Max(row => row.LastMs),
        };
        kept.Insert(keepsLast ? 0 : kept.Count, other);
        return kept;
    }
}
