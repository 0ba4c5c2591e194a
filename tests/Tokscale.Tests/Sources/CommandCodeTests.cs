using System.Text;
using Tokscale.Core.Sources.Shared;
using Xunit;

namespace Tokscale.Tests.Sources;

public class CommandCodeTests
{
    [Fact]
    public void Counts_are_marked_as_estimates_and_free_models_cost_nothing()
    {
        using var scan = FixtureScan.Of("commandcode/normal");
        var usage = Assert.Single(scan.Events);
        Assert.True(usage.IsEstimated);
        Assert.Equal(0, usage.LoggedCostUsd);
        Assert.Equal("command-code", scan.Name(usage.Provider));
        Assert.Equal(("sess-1", "work-app"), (scan.Name(usage.Session), scan.Name(usage.Project)));
    }

    [Fact]
    public void Counts_that_are_logged_are_no_estimate()
    {
        using var scan = FixtureScan.Of("commandcode/context");
        Assert.Equal([true, true, false], scan.Events.Select(usage => usage.IsEstimated));
        Assert.All(scan.Events, usage => Assert.Null(usage.LoggedCostUsd));
        Assert.All(scan.Events, usage => Assert.Equal("openai", scan.Name(usage.Provider)));
    }

    [Theory]
    [InlineData("\"12345678\"", 3)]
    [InlineData("[ 1 , 2 ]", 2)]
    [InlineData("\"\\u0041\\u00e9\"", 1)]
    [InlineData("\"\\ud83d\\ude42\"", 1)]
    [InlineData("\"\\u0000\"", 2)]
    [InlineData("\"a b  \\\" \\/\"", 3)]
    [InlineData("\"日本語\"", 2)]
    [InlineData("", 0)]
    public void An_estimate_is_a_quarter_of_the_characters_of_compact_json(string json, long expected) =>
        Assert.Equal(expected, TokenEstimate.OfJson(Encoding.UTF8.GetBytes(json)));
}
