using Xunit;

namespace Tokscale.Tests.Sources;

public class ClaudeScienceTests
{
    [Fact]
    public void A_frame_keeps_its_time_conversation_project_agent_and_cost()
    {
        using var scan = FixtureScan.Of("claude-science/frames");
        Assert.Equal(
            [
                "f0 2026-07-07T13:07:00  OPERON 0.004",
                "f1 2026-07-07T13:06:00 Proteins REVIEWER 0.0001",
                "f1 2026-07-07T13:07:00 Proteins OPERON 0.917858",
                "f1 2026-07-07T13:07:00 Proteins OPERON 5.430224",
                "f4 2026-07-07T13:05:00  OPERON 0.002",
            ],
            scan.Events.Select(usage => $"{scan.Name(usage.Session)} {FixtureScan.Time(usage)} {scan.Name(usage.Project)} " +
                $"{scan.Name(usage.Agent)} {usage.LoggedCostUsd}").Order(StringComparer.Ordinal));
        Assert.Equal(1, scan.Source.DuplicatesDropped);
        Assert.Empty(scan.Source.Problems);
    }

    [Fact]
    public void Databases_are_looked_for_only_in_the_folder_and_in_those_of_organisations()
    {
        using var scan = FixtureScan.OfHome("claude-science", home =>
        {
            foreach (string folder in (string[])["", "orgs/o/", "orgs/o/backup/", "conda/"])
            {
                home.WriteDatabase($"science/{folder}operon-cli.db",
                    "CREATE TABLE frames(id TEXT, input_tokens INTEGER, output_tokens INTEGER)", $"INSERT INTO frames VALUES ('{folder}', 1, 1)");
            }
        }, new Dictionary<string, string> { ["CLAUDE_SCIENCE_HOME"] = "{HOME}/science" });
        Assert.Equal(2, scan.Events.Count);
    }
}
