using Xunit;

namespace Tokscale.Tests.Sources;

public class MeeptTests
{
    [Fact]
    public void A_call_names_session_agent_provider_and_duration()
    {
        using var scan = FixtureScan.Of("meept/calls");
        var first = scan.Events[0];
        Assert.Equal(("convA", "coder", "anthropic"), (scan.Name(first.Session), scan.Name(first.Agent), scan.Name(first.Provider)));
        Assert.Equal(("2026-09-06T12:00:00", 1200), (FixtureScan.Time(first), first.DurationMs));
    }
}
