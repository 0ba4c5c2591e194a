using Xunit;

namespace Tokscale.Tests.Sources;

public class DevinCliTests
{
    [Fact]
    public void A_call_that_a_fork_copied_belongs_to_the_session_and_time_it_was_made_in()
    {
        using var scan = FixtureScan.Of("devin-cli/copies");
        var call = Assert.Single(scan.Events, usage => usage.Tokens.Input == 1000);
        Assert.Equal(("s1", "/w/s1", "2026-03-10T12:00:00"), (scan.Name(call.Session), scan.Name(call.Project), FixtureScan.Time(call)));
        Assert.Empty(scan.Source.Problems);
    }
}
