using Tokscale.Core.Usage;
using Xunit;

namespace Tokscale.Tests.Sources;

public class MuxTests
{
    [Fact]
    public void Totals_have_provider_project_cost_and_the_time_of_the_last_request()
    {
        using var scan = FixtureScan.Of("mux/workspaces");
        UsageEvent total = Assert.Single(scan.Events, usage => usage.LoggedCostUsd is not null);
        Assert.Equal(
            ("anthropic", "claude-opus-4-6", "parent", "/w/app", 0.5m, "2026-03-10T12:00:00", true),
            (scan.Name(total.Provider), scan.Name(total.Model), scan.Name(total.Session), scan.Name(total.Project), total.LoggedCostUsd, FixtureScan.Time(total), total.Class.IsAggregate));
        Assert.Equal(2, scan.Events.Count(usage => scan.Name(usage.Session) == "young" && scan.Name(usage.Project) == "/w/app" && !usage.Class.IsAggregate));
    }

    [Fact]
    public void A_workspace_in_two_places_counts_from_its_larger_totals()
    {
        string Totals(int tokens) => $$$$"""{"byModel":{"gpt-5":{"input":{"tokens":"{{{{tokens}}}}"} } } }""";
        using var scan = FixtureScan.OfFiles(
            "mux", (".mux/sessions/w1/session-usage.json", Totals(5)), (".xum/sessions/w1/session-usage.json", Totals(6)), (".cmux/sessions/w2/session-usage.json", Totals(7)));
        Assert.Equal([6L, 7L], scan.Events.Select(usage => usage.Tokens.Input).Order());
        Assert.All(scan.Events, usage => Assert.Equal("openai", scan.Name(usage.Provider)));
    }

    [Theory]
    [InlineData("MUX_ROOT")]
    [InlineData("XUM_ROOT")]
    public void The_root_may_be_moved(string variable)
    {
        const string Totals = """{"byModel":{"openai:gpt-5":{"input":{"tokens":1}}}}""";
        using var scan = FixtureScan.OfFiles(
            "mux",
            new Dictionary<string, string> { [variable] = "~/own" },
            ("own/sessions/w1/session-usage.json", Totals), (".mux/sessions/w2/session-usage.json", Totals));
        Assert.Equal("w1", scan.Name(Assert.Single(scan.Events).Session));
    }
}
