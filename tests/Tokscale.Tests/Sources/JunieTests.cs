using Xunit;

namespace Tokscale.Tests.Sources;

public class JunieTests
{
    private const string Session = ".junie/sessions/session-260310-120000-ab12/events.jsonl";

    [Fact]
    public void A_call_tells_its_agent_provider_time_and_duration()
    {
        using var scan = FixtureScan.Of("junie/replayed");
        Assert.Equal(
            ["anthropic junie 2026-03-10T12:00:04 2500", "openai  2026-03-10T12:00:09 0", "openai  2026-03-10T12:00:09 0"],
            scan.Events.Select(usage => $"{scan.Name(usage.Provider)} {(usage.DurationMs > 0 ? scan.Name(usage.Agent) : "")} {FixtureScan.Time(usage)} {usage.DurationMs}"));
        Assert.All(scan.Events, usage => Assert.Equal("session-260310-120000-ab12", scan.Name(usage.Session)));
        Assert.Equal(1, scan.Source.DuplicatesDropped);
    }

    [Fact]
    public void An_undated_call_falls_on_the_start_of_its_session_and_a_cost_of_0_is_none()
    {
        using var scan = FixtureScan.OfFiles("junie", (Session, """
            {"event":{"agentEvent":{"kind":"LlmResponseMetadataEvent","modelUsage":[{"model":"gpt-5","inputTokens":5,"cost":0}]}}}
            """));
        Assert.Equal(("2026-03-10T12:00:00", (decimal?)null), (FixtureScan.Time(Assert.Single(scan.Events)), scan.Events[0].LoggedCostUsd));
        Assert.Equal("Undated", Assert.Single(scan.Source.Problems).Kind.ToString());
    }

    [Theory]
    [InlineData("", "/w/index")]
    [InlineData("""{"timestampMs":1773144000000,"event":{"agentEvent":{"kind":"CurrentDirectoryUpdatedEvent","currentDirectory":"/w/app"}}}""", "/w/app")]
    public void The_project_is_the_first_folder_of_the_session_else_that_of_the_index(string folderLine, string project)
    {
        using var scan = FixtureScan.OfFiles(
            "junie",
            (".junie/sessions/index.jsonl", """{"sessionId":"session-260310-120000-ab12","projectDir":"/w/index"}"""),
            (Session, folderLine + "\n" + """
            {"timestampMs":1773144004000,"event":{"agentEvent":{"kind":"LlmResponseMetadataEvent","modelUsage":[{"model":"gpt-5","inputTokens":5}]}}}
            """));
        Assert.Equal(project, scan.Name(Assert.Single(scan.Events).Project));
    }
}
