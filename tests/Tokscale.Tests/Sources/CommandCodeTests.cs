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

    [Fact]
    public void An_entry_belongs_to_the_session_and_folder_of_its_header_and_its_cost_is_the_programs_own_guess()
    {
        using var scan = FixtureScan.Of("commandcode/entries");
        Assert.Equal(["s1", "s2"], scan.Events.Select(usage => scan.Name(usage.Session)));
        Assert.All(scan.Events, usage => Assert.Equal((false, null, "/w/a"), (usage.IsEstimated, usage.LoggedCostUsd, scan.Name(usage.Project))));
    }

    [Fact]
    public void An_entry_without_counts_is_estimated()
    {
        using var scan = FixtureScan.OfFiles("commandcode", (".commandcode/projects/w/s.jsonl",
            """
            {"type":"session","version":3,"id":"s","timestamp":"2026-03-10T12:00:00Z","cwd":"/w"}
            {"type":"message","id":"a","timestamp":"2026-03-10T12:00:01Z","message":{"role":"user","content":"12345678"}}
            {"type":"message","id":"b","timestamp":"2026-03-10T12:00:02Z","message":{"role":"assistant","content":"done"},"model":"gpt-5"}
            """));
        var usage = Assert.Single(scan.Events);
        Assert.Equal((true, 3, 2), (usage.IsEstimated, usage.Tokens.Input, usage.Tokens.Output));
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
