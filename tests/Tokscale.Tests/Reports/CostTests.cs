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

    private static PriceClass Sum => new(default, false, default, IsAggregate: true);

    private static decimal? Cost(ScanResult scan, CostMode mode) => Report(scan, mode).Totals.CostUsd;

    private static UsageReport Report(ScanResult scan, CostMode mode) =>
        UsageReportBuilder.Build(new ReportQuery([GroupKey.Client, GroupKey.Model]) { CostMode = mode }, scan, s_models);
}
