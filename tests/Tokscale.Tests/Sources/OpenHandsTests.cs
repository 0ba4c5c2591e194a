using Tokscale.Core.Scanning;
using Xunit;

namespace Tokscale.Tests.Sources;

public class OpenHandsTests
{
    [Fact]
    public void A_call_has_the_time_and_cost_that_stand_at_its_place()
    {
        using var scan = FixtureScan.Of("openhands/sums");
        Assert.Equal([0.05m, 0.1m, 0.2m, 0.3m], scan.Events.Select(usage => usage.LoggedCostUsd).Order());
        Assert.Equal("2026-02-01T00:00:00", FixtureScan.Time(scan.Events.First(usage => usage.LoggedCostUsd == 0.1m)));
    }

    [Fact]
    public void Calls_without_a_cost_are_told_as_undated_and_cost_nothing_that_is_stated()
    {
        using var scan = FixtureScan.Of("openhands/normal");
        Assert.Equal((ProblemKind.Undated, 2), (Assert.Single(scan.Source.Problems).Kind, scan.Source.Problems[0].Count));
        Assert.All(
            scan.Events.Where(usage => scan.Name(usage.Provider) == "ollama"),
            usage => Assert.Null(usage.LoggedCostUsd));
        Assert.All(scan.Events, usage => Assert.Equal("/w/app", scan.Name(usage.Project)));
    }

    [Theory]
    [InlineData("OPENHANDS_PERSISTENCE_DIR", "own/conversations")]
    [InlineData("OPENHANDS_CONVERSATIONS_DIR", "own")]
    public void Variables_name_the_folder(string variable, string folder)
    {
        using var scan = FixtureScan.OfFiles(
            "openhands",
            new Dictionary<string, string> { [variable] = "~/own" },
            (folder + "/c1/base_state.json", """{"stats":{"usage_to_metrics":{"agent":{"token_usages":[{"model":"openai/gpt-5","prompt_tokens":7}]}}}}"""));
        Assert.Equal("c1", scan.Name(Assert.Single(scan.Events).Session));
    }
}
