using Xunit;

namespace Tokscale.Tests.Sources;

public class AsideTests
{
    [Fact]
    public void A_cost_of_nothing_is_not_stated_and_the_gateway_serves_nothing_itself()
    {
        using var scan = FixtureScan.Of("aside/sessions");
        Assert.Equal([0.5m, 0.02m, null, null, 0.1m], scan.Events.Select(usage => usage.LoggedCostUsd));
        Assert.Equal(["claude-code", "openai-codex", "google", "google", "anthropic"], scan.Events.Select(usage => scan.Name(usage.Provider)));
        Assert.Equal(["2026-08-29_abc", "2026-08-30_def"], scan.Events.Select(usage => scan.Name(usage.Session)).Distinct());
    }

    [Fact]
    public void The_variable_adds_a_place()
    {
        const string Answer = """{"role":"assistant","model":"gpt-5","responseId":"r1","usage":{"input":5}}""";
        using var scan = FixtureScan.OfFiles(
            "aside", new Dictionary<string, string> { ["ASIDE_HOME"] = "~/own" }, ("own/u/0/sessions/s1/messages.jsonl", Answer));
        Assert.Equal("s1", scan.Name(Assert.Single(scan.Events).Session));
    }
}
