using Tokscale.Core.Pricing;
using Tokscale.Core.Reports;
using Tokscale.Core.Scanning;
using Tokscale.Core.Usage;
using Xunit;

namespace Tokscale.Tests.Reports;

public sealed class UsageReportTests
{
    private static readonly ModelCatalog s_unpriced = new((_, _) => null, id => id.Replace("-20251101", "", StringComparison.Ordinal));

    [Fact]
    public void Rows_are_grouped_by_the_keys_in_their_order()
    {
        UsageReport report = Build(TwoSources(), GroupKey.Day, GroupKey.Client);

        Assert.Equal(
            ["2026-01-01/claude 30", "2026-01-01/codex 7", "2026-01-02/claude 5"],
            report.Rows.Select(row => $"{string.Join('/', row.Keys)} {row.Figures.TotalTokens}"));
    }

    [Fact]
    public void Ids_that_differ_in_neutral_marks_are_one_model_and_stay_apart_as_ids()
    {
        ScanResult scan = new ScanBuilder().Source("claude")
            .Call("2026-01-01T10:00:00Z", "claude-opus-4-5-20251101", input: 10)
            .Call("2026-01-01T09:00:00Z", "claude-opus-4-5", input: 20).Build();

        UsageReportRow row = Assert.Single(Build(scan, GroupKey.Model).Rows);

        Assert.Equal(["claude-opus-4-5"], row.Models);
        Assert.Equal(["claude-opus-4-5", "claude-opus-4-5-20251101"], row.ModelIds);
        Assert.Equal(2, Build(scan, GroupKey.ModelId).Rows.Count);
    }

    [Fact]
    public void A_model_without_a_price_costs_null_and_is_listed_with_its_tokens()
    {
        UsageReport report = Build(TwoSources(), GroupKey.Client);

        Assert.All(report.Rows, row => Assert.Null(row.Figures.CostUsd));
        Assert.Null(report.Totals.CostUsd);
        Assert.Equal(42, report.Totals.UnpricedTokens);
        Assert.Equal([new UnpricedModel("claude-opus-4-5", 35), new UnpricedModel("gpt-5", 7)], report.UnpricedModels);
    }

    [Fact]
    public void No_usage_at_all_costs_nothing() =>
        Assert.Equal(0m, Build(new ScanBuilder().Source("claude").Build(), GroupKey.Client).Totals.CostUsd);

    [Fact]
    public void A_logged_cost_counts_where_the_agent_bills_by_it_or_nothing_else_is_known()
    {
        ScanResult scan = new ScanBuilder().Source("cursor", billsByLoggedCost: true)
            .Call("2026-01-01T10:00:00Z", input: 10, logged: 0.5m)
            .Call("2026-01-01T10:00:00Z", input: 10, logged: 0.25m).Build();

        UsageFigures totals = Build(scan, GroupKey.Client).Totals;

        Assert.Equal(0.75m, totals.CostUsd);
        Assert.Equal(CostSource.Logged, totals.CostSource);
        Assert.Equal(0, totals.UnpricedTokens);
    }

    [Fact]
    public void Display_mode_has_no_cost_for_calls_whose_log_has_none()
    {
        ScanResult scan = new ScanBuilder().Source("claude")
            .Call("2026-01-01T10:00:00Z", input: 10, logged: 0.5m)
            .Call("2026-01-01T10:00:00Z", input: 3).Build();

        UsageReport report = UsageReportBuilder.Build(new ReportQuery([GroupKey.Client]) { CostMode = CostMode.Display }, scan, s_unpriced);

        Assert.Equal(0.5m, report.Totals.CostUsd);
        Assert.Equal(3, report.Totals.UnpricedTokens);
    }

    [Fact]
    public void Absurd_counts_stop_at_the_largest_number_instead_of_wrapping()
    {
        ScanResult scan = new ScanBuilder().Source("claude")
            .Call("2026-01-01T10:00:00Z", input: long.MaxValue, output: 5)
            .Call("2026-01-01T10:00:00Z", input: long.MaxValue).Build();

        UsageFigures totals = Build(scan, GroupKey.Client).Totals;

        Assert.Equal(long.MaxValue, totals.Tokens.Input);
        Assert.Equal(long.MaxValue, totals.TotalTokens);
    }

    [Fact]
    public void A_limit_folds_the_rest_into_one_row_and_keeps_the_totals()
    {
        ScanResult scan = new ScanBuilder().Source("claude")
            .Call("2026-01-01T10:00:00Z", "a", input: 1).Call("2026-01-01T10:00:00Z", "b", input: 20)
            .Call("2026-01-01T10:00:00Z", "c", input: 300).Call("2026-01-01T10:00:00Z", "d", input: 4000).Build();
        ReportQuery query = new([GroupKey.Model]) { Sort = RowOrder.Tokens, Limit = 2 };

        UsageReport report = UsageReportBuilder.Build(query, scan, s_unpriced);

        Assert.Equal(["d", "c", null], report.Rows.Select(row => row.Keys[0]));
        Assert.Equal((2, 21L, true), (report.Rows[2].RowCount, report.Rows[2].Figures.TotalTokens, report.Rows[2].IsOther));
        Assert.Equal(4321, report.Totals.TotalTokens);
    }

    [Fact]
    public void In_order_of_time_a_limit_keeps_the_latest_rows()
    {
        UsageReport report = UsageReportBuilder.Build(new ReportQuery([GroupKey.Day]) { Limit = 1 }, TwoSources(), s_unpriced);

        Assert.Equal([null, "2026-01-02"], report.Rows.Select(row => row.Keys[0]));
    }

    [Fact]
    public void Filling_lists_every_period_between_the_first_and_the_last()
    {
        ScanResult scan = new ScanBuilder().Source("claude").Call("2025-12-30T10:00:00Z", input: 1).Call("2026-02-01T10:00:00Z", input: 1).Build();

        UsageReport report = UsageReportBuilder.Build(new ReportQuery([GroupKey.Month]) { FillsPeriods = true }, scan, s_unpriced);

        Assert.Equal(["2025-12", "2026-01", "2026-02"], report.Rows.Select(row => row.Keys[0]));
        Assert.Equal(0m, report.Rows[1].Figures.CostUsd);
        Assert.Null(report.Totals.CostUsd);
    }

    [Theory]
    [InlineData("/work/app", 1)]
    [InlineData("app", 1)]
    [InlineData("APP", 1)]
    [InlineData("/work", 2)]
    [InlineData("*app*", 2)]
    [InlineData("/work/app/", 1)]
    [InlineData("other", 0)]
    public void A_project_is_chosen_by_path_part_or_pattern(string pattern, int callCount)
    {
        ScanResult scan = new ScanBuilder().Source("claude")
            .Call("2026-01-01T10:00:00Z", input: 1, project: "/work/app").Call("2026-01-01T10:00:00Z", input: 1, project: "/work/my-app-2")
            .Call("2026-01-01T10:00:00Z", input: 1, project: null).Build();
        ReportQuery query = new([GroupKey.Client]) { Filter = new UsageFilter { Project = new ProjectPattern(pattern) } };

        Assert.Equal(callCount, UsageReportBuilder.Build(query, scan, s_unpriced).Totals.Messages);
    }

    [Fact]
    public void Days_are_filtered_in_the_zone_of_the_report_with_both_ends_inclusive()
    {
        ScanResult scan = new ScanBuilder().Source("claude")
            .Call("2026-01-01T14:59:59Z", input: 1).Call("2026-01-01T15:00:00Z", input: 10)
            .Call("2026-01-02T14:59:59Z", input: 100).Call("2026-01-02T15:00:00Z", input: 1000).Build();
        ReportQuery query = new([GroupKey.Client])
        {
            Zone = ReportZone.Find("--timezone", "Asia/Tokyo"),
            Filter = new UsageFilter { Days = DateRange.Day(new DateOnly(2026, 1, 2)) },
        };

        Assert.Equal(110, UsageReportBuilder.Build(query, scan, s_unpriced).Totals.TotalTokens);
    }

    [Theory]
    [InlineData("Pacific/Kiritimati", "2026-01-02T00:00:00+14:00", "2026-01-02T23:59:59+14:00")]
    [InlineData("Etc/GMT+12", "2026-01-02T00:00:00-12:00", "2026-01-02T23:59:59-12:00")]
    [InlineData("UTC", "2026-01-02T00:00:00Z", "2026-01-02T23:59:59Z")]
    public void Days_begin_and_end_where_their_zone_says_however_far_it_is_from_UTC(string zone, string first, string last)
    {
        DateTimeOffset firstTime = DateTimeOffset.Parse(first), lastTime = DateTimeOffset.Parse(last);
        ScanResult scan = new ScanBuilder().Source("claude")
            .Call(firstTime.AddSeconds(-1).ToString("o"), input: 1).Call(first, input: 10).Call(last, input: 100)
            .Call(lastTime.AddSeconds(1).ToString("o"), input: 1000).Build();
        long TotalOf(DateOnly? since, DateOnly? until) => UsageReportBuilder.Build(
            new([GroupKey.Client]) { Zone = ReportZone.Find("--timezone", zone), Filter = new UsageFilter { Days = new DateRange(since, until) } },
            scan, s_unpriced).Totals.TotalTokens;
        var day = new DateOnly(2026, 1, 2);

        Assert.Equal((110, 1110, 111, 1111), (TotalOf(day, day), TotalOf(day, null), TotalOf(null, day), TotalOf(DateOnly.MinValue, DateOnly.MaxValue)));
    }

    [Fact]
    public void Times_outside_the_calendar_count_at_its_ends()
    {
        ScanResult scan = new ScanBuilder().Source("claude").Call("2026-01-02T00:00:00Z", input: 1).Build();
        var calls = new EventPacker();
        foreach (long timeMs in (long[])[long.MinValue / 1000, 0, long.MaxValue / 1000])
            calls.Add(new UsageEvent { TimestampMs = timeMs, Tokens = new TokenCounts(1, 0, 0, 0, 0, 0), Messages = 1 });
        scan = scan with { Sources = [scan.Sources[0] with { Events = calls.Packed }] };
        long CountOf(DateOnly? since, DateOnly? until) => UsageReportBuilder.Build(
            new([GroupKey.Client]) { Filter = new UsageFilter { Days = new DateRange(since, until) } }, scan, s_unpriced).Totals.Messages;

        Assert.Equal((3L, 2L, 2L), (CountOf(DateOnly.MinValue, DateOnly.MaxValue), CountOf(DateOnly.MinValue, new(2026, 1, 1)), CountOf(new(1960, 1, 1), DateOnly.MaxValue)));
    }

    [Fact]
    public void The_same_path_written_with_and_without_a_slash_is_one_project()
    {
        ScanResult scan = new ScanBuilder().Source("claude").Call("2026-01-01T10:00:00Z", input: 1, project: "/work/app")
            .Source("codex").Call("2026-01-01T10:00:00Z", input: 1, project: "/work/app/").Build();

        UsageReportRow row = Assert.Single(Build(scan, GroupKey.Project).Rows);

        Assert.Equal(["claude", "codex"], row.Clients);
    }

    [Fact]
    public void Speed_comes_from_the_calls_whose_duration_is_known()
    {
        ScanResult scan = new ScanBuilder().Source("claude")
            .Call("2026-01-01T10:00:00Z", input: 500, durationMs: 1000).Call("2026-01-01T10:00:00Z", input: 500).Build();

        Assert.Equal(new CallSpeed(1000, 500, 1), Build(scan, GroupKey.Client).Totals.Speed);
        Assert.Equal(2000, Build(scan, GroupKey.Client).Totals.Speed.MsPerThousandTokens);
    }

    [Theory]
    [InlineData("client,bogus", "--group-by does not know 'bogus'; it takes a list of client, provider, model, model-id, project, session, agent, day, week, month, hour.")]
    [InlineData("client,client", "--group-by has 'client' twice; name every key once.")]
    [InlineData("", "--group-by does not know ''; it takes a list of client, provider, model, model-id, project, session, agent, day, week, month, hour.")]
    public void A_wrong_grouping_is_refused_in_one_sentence(string list, string message) =>
        Assert.Equal(message, Assert.Throws<UserError>(() => GroupKeys.Parse("--group-by", list)).Message);

    private static ScanResult TwoSources() => new ScanBuilder()
        .Source("claude").Call("2026-01-01T10:00:00Z", input: 10, output: 20).Call("2026-01-02T10:00:00Z", input: 5)
        .Source("codex").Call("2026-01-01T10:00:00Z", "gpt-5", input: 7, provider: "openai").Build();

    private static UsageReport Build(ScanResult scan, params GroupKey[] groups) =>
        UsageReportBuilder.Build(new ReportQuery(groups), scan, s_unpriced);
}
