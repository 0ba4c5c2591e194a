using System.Globalization;

namespace Tokscale.Core.Reports;

/// <summary>Lays a usage report out in columns. Which ones follows from the keys it is grouped by.</summary>
public static class UsageTable
{
    private const string Unknown = "unknown";

    // Ranks of 50 and above are ornaments; see the fitting of tables.
    private const int OrnamentRank = 50;

    /// <param name="report">The figures.</param>
    /// <param name="title">What the report shows.</param>
    public static ReportTable Of(UsageReport report, string title)
    {
        List<Column> columns = [.. KeyColumns(report), .. DescribingColumns(report), .. NumberColumns(report)];
        return new ReportTable(TitleOf(report, title), [.. columns.Select(column => column.Head)],
            [.. report.Rows.Select(row => (IReadOnlyList<Cell>)[.. columns.Select(column => column.Of(row))])])
        {
            Totals = report.Rows.Count > 0
                ? [.. columns.Select((column, index) => index == 0 ? Cell.Of("Total") : column.OfTotals(report.Totals))]
                : null,
            Notes = [.. UnpricedModel.Notes(report.UnpricedModels)],
        };
    }

    private static string TitleOf(UsageReport report, string title) => report.Covered is { Since: { } first, Until: { } last }
        ? $"{title} · {TimeBuckets.DateName(first)}{(first == last ? "" : " to " + TimeBuckets.DateName(last))} · {report.Query.Zone.Id}"
        : title;

    private static IEnumerable<Column> KeyColumns(UsageReport report) =>
        report.Query.Groups.Select((key, index) => new Column(HeadOf(key), row => Cell.Of(KeyText(row, index)), _ => Cell.Unknown));

    private static string KeyText(UsageReportRow row, int index)
    {
        if (!row.IsOther) return row.Keys[index] ?? Unknown;
        return index == 0 ? string.Create(CultureInfo.InvariantCulture, $"other ({row.RowCount})") : "";
    }

    private static ReportColumn HeadOf(GroupKey key) => key switch
    {
        GroupKey.Client => Key("client", "Client"),
        GroupKey.Provider => Key("provider", "Provider") with { DropRank = 4 },
        GroupKey.Model => Key("model", "Model"),
        GroupKey.ModelId => Key("modelId", "Model id"),
        GroupKey.Project => Key("project", "Project", ColumnKind.Path),
        GroupKey.Session => Key("sessionId", "Session"),
        GroupKey.Agent => Key("agent", "Agent"),
        GroupKey.Day => Key("date", "Date", ColumnKind.Period),
        GroupKey.Week => Key("week", "Week of", ColumnKind.Period),
        GroupKey.Month => Key("month", "Month", ColumnKind.Period),
        _ => Key("hour", "Hour", ColumnKind.Period),
    };

    private static IEnumerable<Column> DescribingColumns(UsageReport report)
    {
        IReadOnlyList<GroupKey> groups = report.Query.Groups;
        bool isBySession = groups.Contains(GroupKey.Session);
        if (!groups.Contains(GroupKey.Client) && !isBySession)
            yield return Names("clients", "Clients", 9, row => row.Clients, ", ");
        if (isBySession && !groups.Contains(GroupKey.Project))
            yield return Describing(
                new("project", "Project", ColumnKind.Path) { DropRank = 6 }, row => Cell.Of(row.IsOther ? "" : row.Project ?? Unknown));
        if (!groups.Contains(GroupKey.Model) && !groups.Contains(GroupKey.ModelId))
            yield return Names("models", "Models", 8, row => row.Models, isBySession ? " → " : ", ");
        if (!isBySession) yield break;
        yield return Describing(new("lastActivity", "Last active", ColumnKind.Instant) { DropRank = 10 }, row => Cell.Of(row.LastMs));
        yield return Describing(new("duration", "Duration", ColumnKind.Duration) { DropRank = 20 }, row => Cell.Of(DurationOf(row)));
    }

    private static long? DurationOf(UsageReportRow row) => row.IsOther ? null : row.LastMs - row.FirstMs;

    private static IEnumerable<Column> NumberColumns(UsageReport report)
    {
        yield return Number("messageCount", "Messages", "Msgs", 12, figures => figures.Messages);
        yield return Number("input", "Input", "Input", 2, figures => figures.Tokens.Input);
        yield return Number("output", "Output", "Output", 1, figures => figures.Tokens.Output);
        yield return Number(
            "reasoning", "Reasoning", "Reason", 16, figures => figures.Tokens.Reasoning, isOnScreen: report.Totals.Tokens.Reasoning > 0);
        yield return Number("cacheWrite", "Cache write", "CacheW", 14, figures => figures.Tokens.CacheWrite);
        yield return Number("cacheWrite1h", "Cache write 1h", "CacheW1h", 0, figures => figures.Tokens.CacheWrite1h, isOnScreen: false);
        yield return Number("cacheRead", "Cache read", "CacheR", 13, figures => figures.Tokens.CacheRead);
        yield return Number("total", "Total", "Total", 0, figures => figures.TotalTokens);
        yield return Figure(new("cost", "Cost", ColumnKind.Money), CostOf);
        yield return Figure(
            new("costSource", "Cost source", ColumnKind.Text) { Places = ColumnPlaces.Export }, figures => Cell.Of(CostSourceName(figures)));
        yield return Number("unpricedTokens", "Unpriced tokens", "Unpriced", 0, figures => figures.UnpricedTokens, isOnScreen: false);
        if (!(report.Totals.CostUsd > 0)) yield break;
        yield return Figure(
            new("costPerMillion", "Cost/1M", ColumnKind.Money) { DropRank = OrnamentRank + 1, Places = ColumnPlaces.Screen },
            figures => Cell.Of(figures.CostPerMillionUsd));
        if (report.Rows.Count > 1)
            yield return Figure(
                new("share", "Share", ColumnKind.Share) { DropRank = OrnamentRank + 2, Places = ColumnPlaces.Screen },
                figures => Cell.Of(figures.CostUsd / report.Totals.CostUsd), hasTotal: false);
    }

    /// <summary>The word for where a cost comes from.</summary>
    public static string CostSourceName(UsageFigures figures) => figures.CostSource switch
    {
        CostSource.Calculated => "calculated",
        CostSource.Logged => "logged",
        CostSource.Mixed => "mixed",
        _ => figures.UnpricedTokens > 0 ? "unpriced" : "calculated",
    };

    private static Cell CostOf(UsageFigures figures) => Cell.Of(figures.CostUsd, figures.Marks);

    private static ReportColumn Key(string id, string title, ColumnKind kind = ColumnKind.Text) => new(id, title, kind) { IsKey = true };

    private static Column Names(string id, string title, int dropRank, Func<UsageReportRow, IReadOnlyList<string>> namesOf, string separator) =>
        Describing(new(id, title, ColumnKind.Names) { DropRank = dropRank }, row => Cell.Of(string.Join(separator, namesOf(row))));

    private static Column Describing(ReportColumn head, Func<UsageReportRow, Cell> cellOf) => new(head, cellOf, _ => Cell.Unknown);

    private static Column Number(
        string id, string title, string shortTitle, int dropRank, Func<UsageFigures, long> numberOf, bool isOnScreen = true) =>
        Figure(
            new(id, title, ColumnKind.Count)
            {
                ShortTitle = shortTitle,
                DropRank = dropRank,
                Places = isOnScreen ? ColumnPlaces.Everywhere : ColumnPlaces.Export,
            },
            figures => Cell.Of(numberOf(figures)));

    private static Column Figure(ReportColumn head, Func<UsageFigures, Cell> cellOf, bool hasTotal = true) =>
        new(head, row => cellOf(row.Figures), hasTotal ? cellOf : _ => Cell.Unknown);

    /// <summary>A column and where its cells come from.</summary>
    private sealed record Column(ReportColumn Head, Func<UsageReportRow, Cell> Of, Func<UsageFigures, Cell> OfTotals);
}
