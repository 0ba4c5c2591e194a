using Tokscale.Core.Scanning;
using Xunit;

namespace Tokscale.Tests.Sources;

public class ZerostackTests
{
    [Fact]
    public void A_session_counts_at_its_last_update_else_when_it_was_made()
    {
        using var scan = FixtureScan.Of("zerostack/sessions");
        Assert.Equal(["2026-03-10T13:00:00", "2026-03-10T12:00:00"], scan.Events.Select(FixtureScan.Time));
        Assert.Equal(["anthropic", "openai"], scan.Events.Select(usage => scan.Name(usage.Provider)));
        Assert.Equal([0.0081m, null], scan.Events.Select(usage => usage.LoggedCostUsd));
        Assert.Equal(ProblemKind.MalformedFile, Assert.Single(scan.Source.Problems).Kind);
    }
}
