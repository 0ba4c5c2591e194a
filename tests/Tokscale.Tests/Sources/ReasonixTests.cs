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
}
