using Tokscale.Core.Scanning;
using Tokscale.Core.Usage;
using Xunit;

namespace Tokscale.Tests.Sources;

public class CrushTests
{
    private const string Sessions = "CREATE TABLE sessions(id, parent_session_id, cost, created_at)";

    [Fact]
    public void A_root_session_has_the_cost_of_all_and_the_model_of_most_answers()
    {
        using var scan = FixtureScan.Of("crush/registry");
        UsageEvent usage = Assert.Single(scan.Events);
        Assert.Equal("anthropic root 2026-03-10T12:00:00", $"{scan.Name(usage.Provider)} {scan.Name(usage.Session)} {FixtureScan.Time(usage)}");
        Assert.EndsWith("/work/app", scan.Name(usage.Project));
    }

    [Theory]
    [InlineData("""[{"path":"{HOME}/p","data_dir":"data"}]""")]
    [InlineData("""{"id1":{"path":"{HOME}/p","data_dir":"{HOME}/p/data"}}""")]
    [InlineData("""{"projects":{"id1":{"path":"{HOME}/p","data_dir":"./data"}},"version":2}""")]
    public void The_registry_may_be_a_list_or_keyed_by_id(string registry)
    {
        using var scan = FixtureScan.OfHome("crush", home =>
        {
            home.WriteDatabase("p/data/crush.db", Sessions, "INSERT INTO sessions VALUES ('s', '', 0.5, 1773144000)");
            home.Write("global/projects.json", registry.Replace("{HOME}", home.Path));
        }, new Dictionary<string, string> { ["CRUSH_GLOBAL_DATA"] = "{HOME}/global" });
        UsageEvent usage = Assert.Single(scan.Events);
        Assert.Equal((0.5m, "session-total"), (usage.LoggedCostUsd, scan.Name(usage.Model)));
    }

    [Fact]
    public void A_registry_that_is_cut_off_is_told_and_read_as_far_as_it_goes()
    {
        using var scan = FixtureScan.OfHome("crush", home =>
        {
            home.WriteDatabase("p/.crush/crush.db", Sessions, "INSERT INTO sessions VALUES ('s', '', 0.5, 1773144000)");
            home.Write(".local/share/crush/projects.json", $$"""{"projects":[{"path":"{{home.Path}}/p"},{"path":""");
        });
        Assert.Single(scan.Events);
        Problem problem = Assert.Single(scan.Source.Problems);
        Assert.Equal((ProblemKind.MalformedFile, "projects.json"), (problem.Kind, Path.GetFileName(problem.Path)));
    }

    [Fact]
    public void A_free_session_counts_when_it_has_answers()
    {
        using var scan = FixtureScan.OfHome("crush", home =>
        {
            home.WriteDatabase("p/.crush/crush.db", Sessions, "INSERT INTO sessions VALUES ('used', NULL, 0, 1773144000), ('new', NULL, 0, 1773144000)",
                "CREATE TABLE messages(session_id, role, model)", "INSERT INTO messages VALUES ('used', 'assistant', 'qwen3'), ('new', 'user', NULL)");
            home.Write(".local/share/crush/projects.json", $$"""{"projects":[{"path":"{{home.Path}}/p"}]}""");
        });
        UsageEvent usage = Assert.Single(scan.Events);
        Assert.Equal(("qwen3", 1, 0m), (scan.Name(usage.Model), usage.Messages, usage.LoggedCostUsd));
    }
}
