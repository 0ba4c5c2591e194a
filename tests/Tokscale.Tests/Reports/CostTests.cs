using Tokscale.Core.Pricing;
using Tokscale.Core.Reports;
using Tokscale.Core.Scanning;
using Tokscale.Core.Usage;
using Xunit;

namespace Tokscale.Tests.Reports;

public sealed class CostTests
{
    private static readonly ModelCatalog s_models = new((model, provider) => PriceTable.Embedded.Find(model, provider), ModelNames.Readable);

    [Fact]
    public void Each_request_is_billed_in_the_band_of_its_own_prompt()
    {
        // Over 200,000 prompt tokens the whole request costs more; two smaller ones that add up to more do not.
        ScanResult scan = new ScanBuilder().Source("claude")
            .Call("2026-01-01T10:00:00Z", "claude-sonnet-4-5", input: 200_000).Call("2026-01-01T10:00:00Z", "claude-sonnet-4-5", input: 200_001).Build();

        Assert.Equal(200_000 * 3e-6m + 200_001 * 6e-6m, Cost(scan, CostMode.Auto));
    }

    [Fact]
    public void A_record_that_sums_requests_is_billed_at_the_base_price_and_marked()
    {
        ScanResult scan = new ScanBuilder().Source("claude")
            .Call("2026-01-01T10:00:00Z", "claude-sonnet-4-5", input: 1_000_000, priceClass: new PriceClass(default, false, default, IsAggregate: true))
                .Build();
        UsageFigures totals = Report(scan, CostMode.Auto).Totals;

        Assert.Equal((3m, true), (totals.CostUsd, totals.IsEstimated));
    }

    [Fact]
    public void The_mode_decides_between_logged_and_calculated_cost()
    {
        ScanResult scan = new ScanBuilder().Source("claude")
            .Call("2026-01-01T10:00:00Z", "claude-sonnet-4-5", input: 1_000_000, logged: 9m, priceClass: Sum)
            .Source("cursor", billsByLoggedCost: true)
                .Call("2026-01-01T10:00:00Z", "claude-sonnet-4-5", input: 1_000_000, logged: 5m, priceClass: Sum).Build();

        Assert.Equal((3m + 5m, 3m + 3m, 9m + 5m), (Cost(scan, CostMode.Auto), Cost(scan, CostMode.Calculate), Cost(scan, CostMode.Display)));
        Assert.Equal(CostSource.Mixed, Report(scan, CostMode.Auto).Totals.CostSource);
    }

    [Fact]
    public void A_logged_zero_of_a_priced_model_is_not_believed()
    {
        ScanResult scan = new ScanBuilder().Source("opencode", billsByLoggedCost: true)
            .Call("2026-01-01T10:00:00Z", "claude-sonnet-4-5", input: 1_000_000, logged: 0m, priceClass: Sum).Build();

        Assert.Equal(3m, Cost(scan, CostMode.Auto));
    }

    [Fact]
    public void By_the_date_of_the_call_each_call_costs_what_it_did_then_and_sums_stay_exact()
    {
        ScanResult scan = new ScanBuilder().Source("codex")
            .Call("2025-06-09T23:59:59Z", "o3", input: 1_000_000, provider: "openai").Call("2025-06-10T00:00:00Z", "o3", input: 1_000_000, provider: "openai")
            .Call("2025-06-09T10:00:00Z", "o3", input: 500_000, provider: "openai").Build();
        var query = new ReportQuery([GroupKey.Model]) { PriceDate = PriceDate.Message };

        UsageReportRow row = Assert.Single(UsageReportBuilder.Build(query, scan, s_models).Rows);

        Assert.Equal((17m, 5m), (row.Figures.CostUsd, Cost(scan, CostMode.Auto)));
        Assert.Equal(
            [(new DateOnly(2025, 6, 10), 15m, 1_500_000), (null, 2m, 1_000_000)],
            row.Prices.Select(price => (price.Match!.Until, price.Figures.CostUsd!.Value, price.Figures.Tokens.Input)));
    }

    [Fact]
    public void A_surcharge_for_long_prompts_that_ended_counts_for_the_calls_before()
    {
        ScanResult scan = new ScanBuilder().Source("claude")
            .Call("2026-03-12T10:00:00Z", "claude-opus-4-6", input: 300_000).Call("2026-03-13T10:00:00Z", "claude-opus-4-6", input: 300_000).Build();
        var query = new ReportQuery([]) { PriceDate = PriceDate.Message };

        Assert.Equal(3m + 1.5m, UsageReportBuilder.Build(query, scan, s_models).Totals.CostUsd);
        Assert.Equal(4.5m, BlockBuilder.Build(scan, query, s_models, TimeSpan.FromHours(5), DateTimeOffset.UnixEpoch).Sum(block => block.CostUsd));
        Assert.Equal(4.5m, SessionDetail.Find(scan, "s1", CostMode.Auto, s_models, PriceDate.Message).Single().CostUsd);
    }

    [Fact]
    public void What_a_row_was_billed_at_adds_up_to_the_row()
    {
        ScanResult scan = new ScanBuilder().Source("claude")
            .Call("2026-01-01T10:00:00Z", "claude-sonnet-4-5", input: 200_000).Call("2026-01-01T11:00:00Z", "claude-sonnet-4-5", input: 200_001)
            .Call("2026-01-01T12:00:00Z", "no-such-model", input: 7).Call("2026-01-01T13:00:00Z", "gpt-5", input: 10, logged: 9m, provider: "openai")
            .Call("2026-01-01T14:00:00Z", "claude-opus-4-6", input: 10, priceClass: new PriceClass(default, IsFast: true, default, false)).Build();

        UsageReport report = Report(scan, CostMode.Display);
        Assert.Equal([CostSource.None, CostSource.Logged], PricesOf(report).Select(price => price.Figures.CostSource).Distinct());
        report = Report(scan, CostMode.Auto);
        Assert.Equal(
            [("claude-sonnet-4-5", 0, 0.6m), ("claude-sonnet-4-5", 1, 1.200006m), ("no-such-model", 0, null), ("gpt-5", 0, 0.0000125m), ("claude-opus-4-6", 0, 0.0003m)],
            PricesOf(report).Select(price => (price.ModelId, price.Band, price.Figures.CostUsd)));
        Assert.All(report.Rows, row => Assert.Equal(row.Figures.Tokens, row.Prices.Aggregate(default(TokenCounts), (sum, price) => sum + price.Figures.Tokens)));
        Assert.Equal(["no-such-model"], report.UnpricedModels.Select(model => model.ModelId));
    }

    [Fact]
    public void A_cost_that_rests_on_a_price_filled_in_is_an_estimate()
    {
        ScanResult scan = new ScanBuilder().Source("claude")
            .Call("2026-01-01T10:00:00Z", "gpt-4o-2024-05-13", input: 5, provider: "openai").Build();
        ScanResult cached = new ScanBuilder().Source("claude")
            .Call("2026-01-01T10:00:00Z", "gpt-4o-2024-05-13", cacheRead: 5, provider: "openai").Build();

        Assert.Equal((false, true), (Report(scan, CostMode.Auto).Totals.IsEstimated, Report(cached, CostMode.Auto).Totals.IsEstimated));
        Assert.Equal(AssumedPrices.CacheRead, PricesOf(Report(cached, CostMode.Auto)).Single().Assumed);
        Assert.Equal(AssumedPrices.None, PricesOf(Report(scan, CostMode.Auto)).Single().Assumed);
    }

    [Fact]
    public void A_session_with_two_models_has_the_right_cost_and_that_of_old()
    {
        ScanResult scan = new ScanBuilder().Source("claude")
            .Call("2026-01-01T10:00:00Z", "claude-sonnet-4-5", input: 100_000)
                .Call("2026-01-01T10:01:00Z", "claude-opus-4-5-20251101", input: 100_000).Build();

        SessionDetail session = SessionDetail.Find(scan, "s1", CostMode.Auto, s_models).Single();

        Assert.Equal((0.3m + 0.5m, 0.6m), (session.CostUsd, session.FirstModelCostUsd));
        Assert.Equal(["claude-sonnet-4-5", "claude-opus-4-5-20251101"], session.ModelIds);
    }

    [Fact]
    public void A_session_is_found_by_the_beginning_of_its_id_and_an_exact_id_wins()
    {
        ScanResult scan = new ScanBuilder().Source("claude")
            .Call("2026-01-01T10:00:00Z", input: 1, session: "ab").Call("2026-01-01T10:00:00Z", input: 1, session: "abc").Build();

        Assert.Equal(["ab"], SessionDetail.Find(scan, "AB", CostMode.Auto, s_models).Select(session => session.SessionId));
        Assert.Equal(2, SessionDetail.Find(scan, "a", CostMode.Auto, s_models).Count);
    }

    // In order of first use, whatever the rows' order is.
    private static IEnumerable<AppliedPrice> PricesOf(UsageReport report) =>
        report.Rows.OrderBy(row => row.FirstMs).SelectMany(row => row.Prices);

    private static PriceClass Sum => new(default, false, default, IsAggregate: true);

    private static decimal? Cost(ScanResult scan, CostMode mode) => Report(scan, mode).Totals.CostUsd;

    private static UsageReport Report(ScanResult scan, CostMode mode) =>
        UsageReportBuilder.Build(new ReportQuery([GroupKey.Client, GroupKey.Model]) { CostMode = mode }, scan, s_models);
}
