using Tokscale.Core.Scanning;
using Xunit;

namespace Tokscale.Tests.Sources;

public class HindsightTests
{
    [Fact]
    public void The_session_is_the_trace_else_the_bank_else_the_file()
    {
        using var traced = FixtureScan.Of("hindsight/normal");
        Assert.Equal("t1", traced.Name(Assert.Single(traced.Events).Session));
        using var scan = FixtureScan.Of("hindsight/edge");
        Assert.Equal(["notes", "a"], scan.Events.Select(usage => scan.Name(usage.Session)));
        Assert.Equal(["notes", null], scan.Events.Select(usage => scan.Name(usage.Project)));
        Assert.Equal([1200, 0], scan.Events.Select(usage => usage.DurationMs));
        Assert.Equal(["anthropic", "anthropic"], scan.Events.Select(usage => scan.Name(usage.Provider)));
    }

    [Fact]
    public void Damage_and_missing_times_are_told()
    {
        using var scan = FixtureScan.Of("hindsight/edge");
        Assert.Equal(
            [(ProblemKind.Undated, 2L), (ProblemKind.MalformedLine, 3L)],
            scan.Source.Problems.Select(problem => (problem.Kind, problem.FirstLine!.Value)));
        Assert.Equal("2026-05-01T10:00:00", FixtureScan.Time(scan.Events[1]));
    }

    [Fact]
    public void The_environment_names_the_folder()
    {
        var variables = new Dictionary<string, string> { ["HINDSIGHT_HOME"] = "{HOME}/memory" };
        using var scan = FixtureScan.OfFiles("hindsight", variables, ("memory/usage/a.jsonl", """
            {"id":"x","model":"gpt-5-mini","started_at":"2026-03-10T12:00:00Z","input_tokens":1,"output_tokens":1,"cached_tokens":5}
            """));
        Assert.Equal((0, 5), (Assert.Single(scan.Events).Tokens.Input, scan.Events[0].Tokens.CacheRead));
    }
}
