using Tokscale.Core.Scanning;
using Xunit;

namespace Tokscale.Tests.Sources;

public class JcodeTests
{
    [Fact]
    public void A_journal_goes_on_with_what_its_snapshot_says()
    {
        using var scan = FixtureScan.Of("jcode/journal");
        Assert.Equal(
            ["anthropic", "openai", "anthropic", "openai"],
            scan.Events.OrderBy(usage => usage.TimestampMs).Select(usage => scan.Name(usage.Provider)));
        Assert.All(scan.Events, usage => Assert.Equal(("s1", "/work/app"), (scan.Name(usage.Session), scan.Name(usage.Project))));
        Assert.Empty(scan.Source.Problems);
    }

    [Fact]
    public void Damage_and_missing_times_are_told_and_foreign_files_are_not()
    {
        using var scan = FixtureScan.Of("jcode/edge");
        Assert.Equal(
            [(ProblemKind.RefusedNumber, 1), (ProblemKind.Undated, 1), (ProblemKind.MalformedLine, 1), (ProblemKind.MalformedFile, 1)],
            scan.Source.Problems.Select(problem => (problem.Kind, problem.Count)));
        Assert.All(scan.Events, usage => Assert.Equal(("session_b", "xai"), (scan.Name(usage.Session), scan.Name(usage.Provider))));
    }

    [Fact]
    public void The_environment_names_the_folder()
    {
        var variables = new Dictionary<string, string> { ["JCODE_HOME"] = "{HOME}/j" };
        using var scan = FixtureScan.OfFiles("jcode", variables, ("j/sessions/session_a.json", """
            {"id":"s","messages":[{"id":"m","timestamp":"2026-03-10T12:00:00Z","token_usage":{"input_tokens":1}}],"model":"gpt-5"}
            """));
        Assert.Equal("gpt-5", scan.Name(Assert.Single(scan.Events).Model));
    }
}
