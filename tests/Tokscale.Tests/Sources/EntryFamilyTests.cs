using Tokscale.Core.Usage;
using Xunit;

namespace Tokscale.Tests.Sources;

/// <summary>The agents that keep a session as a tree of entries: pi and what was made of it.</summary>
public class EntryFamilyTests
{
    private const string Call = """{"type":"message","id":"b1","timestamp":"2026-05-01T10:00:05.000Z","message":{"role":"assistant","usage":{"input":1}}}""";

    [Fact]
    public void A_fork_leaves_calls_with_the_session_that_began_first()
    {
        using var scan = FixtureScan.Of("pi/fork");
        Assert.Equal(
            ["10 s1 /w/app", "10 s3 /w/app", "10 s3 /w/app", "20 s1 /w/app", "40 s2 /a/clone"],
            scan.Events.Select(usage => $"{usage.Tokens.Input} {scan.Name(usage.Session)} {scan.Name(usage.Project)}").Order(StringComparer.Ordinal));
        Assert.All(scan.Events, usage => Assert.Equal("pi", scan.Name(usage.Agent)));
        Assert.Equal(2, scan.Source.DuplicatesDropped);
    }

    [Fact]
    public void A_file_without_a_header_is_described_by_its_name_and_folder()
    {
        using var scan = FixtureScan.OfFiles("pi", (".pi/agent/sessions/--w-my-app--/2026-05-01T10-00-00-000Z_s9.jsonl", Call));
        UsageEvent usage = Assert.Single(scan.Events);
        Assert.Equal(("s9", "/w/my/app", "unknown", null), (scan.Name(usage.Session), scan.Name(usage.Project), scan.Name(usage.Model), scan.Name(usage.Provider)));
    }

    [Fact]
    public void A_header_that_comes_late_holds_for_the_whole_file()
    {
        using var scan = FixtureScan.OfFiles("pi", (".pi/agent/sessions/s/x.jsonl", """
            {"type":"message","id":"b1","timestamp":"never","message":{"role":"assistant","usage":{"input":1} } }
            {"type":"session","id":"late","timestamp":"2026-05-02T10:00:00.000Z","cwd":"/w/app","provider":"openai","modelId":"gpt-5.4"}
            {"type":"message","id":"b2","message":{"role":"assistant","timestamp":1777629600000,"usage":{"input":2} } }
            """));
        Assert.Equal(
            ["late /w/app 2026-05-02T10:00:00 unknown", "late /w/app 2026-05-01T10:00:00 gpt-5.4"],
            scan.Events.Select(usage =>
                $"{scan.Name(usage.Session)} {scan.Name(usage.Project)} {FixtureScan.Time(usage)} {scan.Name(usage.Model)}"));
        Assert.Equal("Undated", Assert.Single(scan.Source.Problems).Kind.ToString());
    }

    [Fact]
    public void Other_shapes_of_usage_are_read()
    {
        using var scan = FixtureScan.OfFiles("pi", (".pi/agent/sessions/s/x.jsonl", """
            {"type":"message","timestamp":"2026-05-01T10:00:05.000Z","message":{"role":"assistant"},"usage":{"input":1,"output":10,"reasoningOutput":4}}
            {"type":"message","timestamp":"2026-05-01T10:00:06.000Z","message":{"role":"assistant","usage":{"output":3,"outputReasoning":9}} }
            {"type":"message","timestamp":"2026-05-01T10:00:07.000Z","message":{"role":"assistant","usage":{"output":"12"}} }
            """));
        Assert.Equal([new TokenCounts(1, 6, 0, 0, 0, 4), new TokenCounts(0, 0, 0, 0, 0, 3)], scan.Events.Select(usage => usage.Tokens));
    }

    [Theory]
    [InlineData("pi", ".pi/agent/sessions/s/x.jsonl", true)]
    [InlineData("gjc", ".gjc/agent/sessions/s/x.jsonl", true)]
    [InlineData("omp", ".omp/agent/sessions/s/x.jsonl", false)]
    [InlineData("kimchi", ".config/kimchi/harness/sessions/s/x.jsonl", false)]
    public void A_cost_of_0_is_stated_only_where_the_agent_means_it(string source, string path, bool isStated)
    {
        using var scan = FixtureScan.OfFiles(source, (path, Call.Replace("\"input\":1", "\"input\":1,\"cost\":{\"total\":0}")));
        Assert.Equal(isStated ? 0m : null, Assert.Single(scan.Events).LoggedCostUsd);
    }

    [Theory]
    [InlineData("omp/normal", true)]
    [InlineData("kimchi/normal", true)]
    [InlineData("prime-agent/normal", true)]
    [InlineData("pi/normal", false)]
    public void The_logged_cost_is_kept_and_counts_where_it_is_the_bill(string fixture, bool isBill)
    {
        using var scan = FixtureScan.Of(fixture);
        Assert.True(scan.Events[0].LoggedCostUsd > 0);
        Assert.Equal(isBill, scan.Source.Source.BillsByLoggedCost);
    }

    [Theory]
    [InlineData("pi", "PI_CODING_AGENT_DIR", "~/moved", "moved/sessions/s/x.jsonl")]
    [InlineData("pi", "PI_CODING_AGENT_DIR", "~/moved", "moved/stray.jsonl")]
    [InlineData("pi", "PI_CODING_AGENT_SESSION_DIR", "~/moved", "moved/s/x.jsonl")]
    [InlineData("pi", "PI_AGENT_DIR", "~/none, ~/moved", "moved/s/x.jsonl")]
    [InlineData("senpi", "SENPI_CODING_AGENT_DIR", "~/moved", "moved/sessions/s/x.jsonl")]
    [InlineData("gjc", "GJC_CODING_AGENT_DIR", "~/moved", "moved/sessions/s/x.jsonl")]
    [InlineData("gjc", "GJC_CONFIG_DIR", "~/moved", "moved/agent/sessions/s/x.jsonl")]
    [InlineData("gjc", "PI_CONFIG_DIR", "~/moved", "moved/agent/sessions/s/x.jsonl")]
    [InlineData("prime-agent", "PRIME_AGENT_CODING_AGENT_DIR", "~/moved", "moved/sessions/s/x.jsonl")]
    [InlineData("prime-agent", "PRIME_AGENT_CODING_AGENT_DIR", "~/moved", "moved/session-artifacts/s/x.jsonl")]
    [InlineData("prime-agent", "PRIME_AGENT_SESSION_DIR", "~/moved/here", "moved/here/x.jsonl")]
    [InlineData("prime-agent", "PRIME_AGENT_SESSION_DIR", "~/moved/here", "moved/session-artifacts/s/x.jsonl")]
    [InlineData("prime-agent", "PRIME_AGENT_CODING_AGENT_SESSION_DIR", "~/moved/here", "moved/here/x.jsonl")]
    public void A_variable_replaces_the_default(string source, string variable, string value, string path)
    {
        string ownPath = source == "prime-agent" ? ".prime/agent/sessions/s/y.jsonl" : $".{source}/agent/sessions/s/y.jsonl";
        using var scan = FixtureScan.OfFiles(
            source, new Dictionary<string, string> { [variable] = value }, (path, Call), (ownPath, Call.Replace("b1", "b2")));
        Assert.Equal(1, Assert.Single(scan.Events).Messages);
    }

    [Theory]
    [InlineData("KIMCHI_CODING_AGENT_DIR", "{HOME}/moved", "moved/sessions/s/x.jsonl")]
    [InlineData("XDG_CONFIG_HOME", "{HOME}/moved", "moved/kimchi/harness/sessions/s/x.jsonl")]
    public void A_program_that_passes_over_its_variables_is_read_at_its_own_place_whatever_they_say(string variable, string value, string path)
    {
        using var scan = FixtureScan.OfFiles(
            "kimchi", new Dictionary<string, string> { [variable] = value }, (path, Call), (".config/kimchi/harness/sessions/s/y.jsonl", Call.Replace("b1", "b2")));
        Assert.Equal(["y", "x"], scan.Events.Select(usage => scan.Name(usage.Session)));
    }

    [Fact]
    public void The_variable_that_a_fork_shares_belongs_to_the_agent_whose_folder_it_names()
    {
        var variables = new Dictionary<string, string> { ["PI_CODING_AGENT_DIR"] = "~/x/.omp/agent" };
        (string, string)[] files = [("x/.omp/agent/sessions/s/x.jsonl", Call), (".pi/agent/sessions/s/y.jsonl", Call.Replace("b1", "b2"))];
        using var omp = FixtureScan.OfFiles("omp", variables, files);
        using var pi = FixtureScan.OfFiles("pi", variables, files);
        Assert.Equal("x", omp.Name(Assert.Single(omp.Events).Session));
        Assert.Equal("y", pi.Name(Assert.Single(pi.Events).Session));
    }

    [Fact]
    public void The_folder_for_data_adds_to_the_old_place()
    {
        using var scan = FixtureScan.OfFiles(
            "omp",
            new Dictionary<string, string> { ["XDG_DATA_HOME"] = "{HOME}/data" },
            (".omp/agent/sessions/s/x.jsonl", Call),
            ("data/omp/sessions/s/y.jsonl", Call.Replace("b1", "b2")),
            ("data/omp/profiles/work/sessions/s/z.jsonl", Call.Replace("b1", "b3")));
        Assert.Equal(3, scan.Events.Count);
    }

    [Theory]
    [InlineData("pi", ".pi")]
    [InlineData("prime-agent", ".prime")]
    public void The_settings_may_name_another_folder_for_sessions(string source, string folder)
    {
        using var scan = FixtureScan.OfFiles(
            source, (folder + "/agent/settings.json", """{"sessionDir":"~/elsewhere"}"""), ("elsewhere/x.jsonl", Call));
        Assert.Single(scan.Events);
    }

    [Fact]
    public void A_child_of_a_task_has_the_project_of_its_header()
    {
        using var scan = FixtureScan.Of("senpi/children");
        UsageEvent child = Assert.Single(scan.Events, usage => scan.Name(usage.Session) == "c1");
        Assert.EndsWith("/w/app", scan.Name(child.Project));
        Assert.Single(scan.Events, usage => scan.Name(usage.Session) == "p1");
        Assert.Equal(2, scan.Events.Count(usage => scan.Name(usage.Session) == "p2"));
    }

    [Fact]
    public void A_damaged_id_is_told_and_damaged_text_does_no_harm()
    {
        using var scan = FixtureScan.OfHome("prime-agent", home =>
        {
            string path = home.Write(".prime/agent/sessions/s/x.jsonl", string.Empty);
            string text = Call.Replace("\"usage\"", "\"content\":\"\u00ff\",\"usage\"") + "\n" + Call.Replace("b1", "b\uFFFD") + "\n";
            File.WriteAllBytes(path, System.Text.Encoding.Latin1.GetBytes(text.Replace("\uFFFD", "\u00ef\u00bf\u00bd")));
        });
        Assert.Single(scan.Events);
        Assert.Equal(["MalformedLine 1 at 2"], scan.Source.Problems.Select(problem => $"{problem.Kind} {problem.Count} at {problem.FirstLine}"));
    }
}
