using Xunit;

namespace Tokscale.Tests.Sources;

public class VibeTests
{
    [Fact]
    public void A_session_counts_at_its_end_else_at_its_start()
    {
        using var scan = FixtureScan.Of("vibe/sessions");
        Assert.Equal(
            ["s0 2025-12-10T20:38:20 /w/old", "s1 2026-03-10T13:00:00 /w/app", "s2 2026-03-10T12:10:00 "],
            scan.Events.Select(usage => $"{scan.Name(usage.Session)} {FixtureScan.Time(usage)} {scan.Name(usage.Project)}").Order());
        Assert.All(scan.Events, usage => Assert.True(usage.Class.IsAggregate));
        Assert.All(scan.Events, usage => Assert.Equal("mistral", scan.Name(usage.Provider)));
        Assert.Equal(1, scan.Source.DuplicatesDropped);
    }

    [Fact]
    public void A_cost_of_zero_is_not_stated()
    {
        using var scan = FixtureScan.Of("vibe/sessions");
        Assert.Single(scan.Events, usage => usage.LoggedCostUsd is not null);
    }
}
