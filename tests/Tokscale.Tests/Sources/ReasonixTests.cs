using Tokscale.Core.Usage;
using Xunit;

namespace Tokscale.Tests.Sources;

public class ReasonixTests
{
    private const string Row = """{"ts":"2026-03-10T12:00:00Z","model":"deepseek/deepseek-v4","prompt":1}""";

    [Fact]
    public void A_row_belongs_to_its_day()
    {
        using var scan = FixtureScan.Of("reasonix/days");
        Assert.All(scan.Events, usage => Assert.Equal("2026-03-10", scan.Name(usage.Session)));
        Assert.Equal(
            ["deepseek 12:00:00 False", "deepseek 12:00:00 False", "openrouter 12:05:00 True", "deepseek 12:00:00 False"],
            scan.Events.Select(usage => $"{scan.Name(usage.Provider)} {FixtureScan.Time(usage)[11..]} {usage.Class.IsAggregate}"));
        Assert.Equal(["MalformedLine", "Undated"], scan.Source.Problems.Select(problem => problem.Kind.ToString()).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("state", "general", "state")]
    [InlineData(null, "general", "general")]
    [InlineData(null, null, "home")]
    public void The_special_variable_goes_before_the_general_one(string? state, string? general, string expected)
    {
        var variables = new Dictionary<string, string>();
        if (state is not null) variables["REASONIX_STATE_HOME"] = "{HOME}/state";
        if (general is not null) variables["REASONIX_HOME"] = "{HOME}/general";
        using var scan = FixtureScan.OfFiles(
            "reasonix", variables, ("state/stats/state.jsonl", Row), ("general/stats/general.jsonl", Row), (".reasonix/stats/home.jsonl", Row));
        Assert.Equal(expected, scan.Name(Assert.Single(scan.Events).Session));
    }

    [Fact]
    public void The_ledger_of_the_first_versions_lies_in_the_home_whatever_the_variables_say()
    {
        var variables = new Dictionary<string, string> { ["REASONIX_STATE_HOME"] = "{HOME}/state" };
        using var scan = FixtureScan.OfFiles("reasonix", variables, ("state/stats/state.jsonl", Row), (".reasonix/usage.jsonl", """
            {"ts":1773144000000,"session":"code-app","workspace":"/w/app","model":"deepseek-v4-pro","promptTokens":2,"cacheHitTokens":1,"kind":"subagent","costUsd":0.5}
            """));
        UsageEvent usage = Assert.Single(scan.Events, usage => scan.Name(usage.Session) == "code-app");
        Assert.Equal(2, scan.Events.Count);
        Assert.Equal((new TokenCounts(1, 0, 1, 0, 0, 0), 0.5m, true), (usage.Tokens, usage.LoggedCostUsd, usage.Class.IsAggregate));
        Assert.Equal(("/w/app", "deepseek"), (scan.Name(usage.Project), scan.Name(usage.Provider)));
    }
}
