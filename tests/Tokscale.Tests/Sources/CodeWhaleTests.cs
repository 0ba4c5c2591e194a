using Xunit;

namespace Tokscale.Tests.Sources;

public class CodeWhaleTests
{
    [Fact]
    public void A_sum_without_classes_is_an_estimate_at_the_last_update()
    {
        using var scan = FixtureScan.Of("codewhale/sessions");
        Assert.All(scan.Events, usage => Assert.True(usage.IsEstimated && usage.Class.IsAggregate));
        Assert.Equal(["2026-03-10T13:00:00", "2026-03-11T12:00:00"], scan.Events.Select(FixtureScan.Time));
        Assert.Equal([0.005m, null], scan.Events.Select(usage => usage.LoggedCostUsd));
    }
}
