using Xunit;

namespace Tokscale.Tests.Sources;

public class BuzzTests
{
    [Fact]
    public void What_a_missing_turn_used_counts_with_the_next()
    {
        using var scan = FixtureScan.Of("buzz/turns");
        Assert.Equal([1000, 1500, 3500], scan.Events.Where(usage => scan.Name(usage.Model) == "qwen3:8b").Select(usage => usage.Tokens.Input).Order());
    }

    [Fact]
    public void A_turn_is_several_requests()
    {
        using var scan = FixtureScan.Of("buzz/turns");
        Assert.All(scan.Events, usage => Assert.True(usage.Class.IsAggregate));
    }
}
