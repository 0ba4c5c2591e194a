using Tokscale.Core.Sources;
using Tokscale.Core.Sources.Claude;
using Tokscale.Core.Usage;
using Xunit;

namespace Tokscale.Tests.Sources;

public class ClaudeTests
{
    [Fact]
    public void A_call_belongs_to_the_session_and_day_of_its_earliest_copy()
    {
        using var scan = FixtureScan.Of("claude/resume-fork");
        Assert.Equal(
            ["s1 2026-05-01T09:00:01", "s1 2026-05-01T09:01:01", "s2 2026-05-01T12:00:00", "s3 2026-05-02T13:00:00"],
            scan.Events.Select(usage => $"{scan.Name(usage.Session)} {FixtureScan.Time(usage)}").Order(StringComparer.Ordinal));
        Assert.Equal(3, scan.Source.DuplicatesDropped);
    }

    [Fact]
    public void A_later_snapshot_does_not_move_a_call_to_another_day()
    {
        using var scan = FixtureScan.Of("claude/partial-rows");
        Assert.Equal("2026-05-01T10:00:01", FixtureScan.Time(scan.Events.First()));
    }

    [Fact]
    public void Sub_agents_are_named_by_their_meta_file_or_by_the_call_that_started_them()
    {
        using var scan = FixtureScan.Of("claude/sidechain");
        Assert.Equal(
            ["100 main", "20 main", "30 Explore", "4 subagent", "40 code-reviewer"],
            scan.Events.Select(usage => $"{usage.Tokens.Output} {scan.Name(usage.Agent)}").Order(StringComparer.Ordinal));
        Assert.All(scan.Events, usage => Assert.Equal("33333333-3333-4333-8333-333333333333", scan.Name(usage.Session)));
    }

    [Fact]
    public void Speed_region_searches_and_thinking_are_kept_for_the_price()
    {
        using var scan = FixtureScan.Of("claude/iterations");
        UsageEvent fast = Assert.Single(scan.Events, usage => usage.Class.IsFast);
        Assert.Equal(new PriceClass(ServiceTier.Standard, true, InferenceRegion.Us, false), fast.Class);
        Assert.Equal(3, fast.WebSearches);
        Assert.Equal(new TokenCounts(4, 35, 0, 1000, 600, 25), fast.Tokens);
    }

    [Fact]
    public void Calls_on_the_side_of_a_response_are_taken_once_and_are_no_messages()
    {
        using var scan = FixtureScan.Of("claude/iterations");
        UsageEvent[] side = [.. scan.Events.Where(usage => usage.Messages == 0)];
        Assert.Equal([50L, 70L], side.Select(usage => usage.Tokens.Output));
        Assert.Equal(["claude-opus-4-6", "claude-sonnet-4-5-20250929"], side.Select(usage => scan.Name(usage.Model)));
    }

    [Fact]
    public void Damage_is_told_and_a_torn_last_line_is_not()
    {
        using var scan = FixtureScan.Of("claude/malformed");
        Assert.Equal(
            ["MalformedLine 4 at 1", "RefusedNumber 1 at 6", "Undated 1 at 8"],
            scan.Source.Problems.Select(problem => $"{problem.Kind} {problem.Count} at {problem.FirstLine}"));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(5000)] // The head of so long a line rules it out: see LineMarker.
    public void Time_and_folder_that_a_line_lacks_come_from_the_lines_before_it(int textLength)
    {
        string text = new('x', textLength);
        using var scan = FixtureScan.OfFiles("claude", (".claude/projects/-w-app/s1.jsonl", $$$$"""
            {"type":"user","cwd":"/w/app","sessionId":"s1","timestamp":"2026-05-03T08:00:00.000Z","message":{"role":"user","content":"{{{{text}}}}"}}
            {"type":"assistant","sessionId":"s1","message":{"id":"msg_1","model":"claude-opus-4-6","usage":{"input_tokens":1,"output_tokens":2}}}
            """));
        UsageEvent usage = Assert.Single(scan.Events);
        Assert.Equal("2026-05-03T08:00:00", FixtureScan.Time(usage));
        Assert.Equal("/w/app", scan.Name(usage.Project));
    }

    [Fact]
    public void Without_a_folder_anywhere_the_project_is_the_encoded_one()
    {
        using var scan = FixtureScan.OfFiles("claude", (".claude/projects/-w-my-app/s1.jsonl", """
            {"type":"assistant","message":{"id":"msg_1","model":"glm-4.7","usage":{"input_tokens":1,"output_tokens":2}}}
            """));
        UsageEvent usage = Assert.Single(scan.Events);
        Assert.Equal(("-w-my-app", "s1", "zai"), (scan.Name(usage.Project), scan.Name(usage.Session), scan.Name(usage.Provider)));
        Assert.Equal("2026-05-01T10:00:00", FixtureScan.Time(usage));
    }

    [Theory]
    [InlineData("{HOME}/one, ~/two/projects,,{HOME}/gone", 2)]
    [InlineData("~/one", 1)]
    public void The_variable_for_the_config_folder_takes_a_list_and_replaces_the_defaults(string value, int eventCount)
    {
        string Line(string id) => $$$$"""{"type":"assistant","message":{"id":"{{{{id}}}}","model":"claude-opus-4-6","usage":{"input_tokens":1,"output_tokens":2}}}""";
        using var scan = FixtureScan.OfFiles(
            "claude",
            new Dictionary<string, string> { ["CLAUDE_CONFIG_DIR"] = value },
            (".claude/projects/p/a.jsonl", Line("msg_a")), ("one/projects/p/b.jsonl", Line("msg_b")), ("two/projects/p/c.jsonl", Line("msg_c")));
        Assert.Equal(eventCount, scan.Events.Count);
    }

    [Fact]
    public void A_response_that_used_only_calls_on_the_side_counts_them()
    {
        using var scan = Scan(Line("msg_1", 0, ",\"iterations\":[{\"type\":\"compaction\",\"input_tokens\":1000,\"output_tokens\":50}]"));
        UsageEvent usage = Assert.Single(scan.Events, usage => !usage.Tokens.IsZero);
        Assert.Equal((1000L, 50L, 0), (usage.Tokens.Input, usage.Tokens.Output, usage.Messages));
        Assert.Equal(0, scan.Events.Sum(usage => usage.Messages));
    }

    [Fact]
    public void Two_equal_calls_on_the_side_are_two()
    {
        const string Call = "{\"type\":\"advisor_message\",\"model\":\"claude-opus-4-6\",\"input_tokens\":5,\"output_tokens\":6}";
        string line = Line("msg_1", 20, $",\"iterations\":[{Call},{Call}]");
        using var scan = Scan(line, line);
        Assert.Equal([20L, 6L, 6L], scan.Events.Select(usage => usage.Tokens.Output));
    }

    [Theory]
    [InlineData(",\"output_tokens_details\":{\"thinking_tokens\":30}", "", 20, 30, 0, 0)]
    [InlineData(",\"output_tokens_details\":{\"thinking_tokens\":30}", ",\"output_tokens_details\":{\"thinking_tokens\":0}", 50, 0, 0, 0)]
    [InlineData(",\"cache_creation\":{\"ephemeral_1h_input_tokens\":2000}", ",\"cache_creation_input_tokens\":2000", 50, 0, 2000, 2000)]
    [InlineData(",\"cache_creation\":{\"ephemeral_5m_input_tokens\":500}", ",\"cache_creation\":{\"ephemeral_1h_input_tokens\":200}", 50, 0, 700, 200)]
    [InlineData(",\"cache_creation_input_tokens\":900", ",\"cache_creation\":{\"ephemeral_1h_input_tokens\":200}", 50, 0, 900, 200)]
    public void Only_what_the_last_line_of_a_response_lacks_comes_from_the_others(
        string earlier, string last, long output, long reasoning, long cacheWrite, long cacheWrite1h)
    {
        using var scan = Scan(Line("msg_1", 40, earlier), Line("msg_1", 50, last));
        Assert.Equal(new TokenCounts(10, output, 0, cacheWrite, cacheWrite1h, reasoning), Assert.Single(scan.Events).Tokens);
    }

    [Fact]
    public void Among_equals_a_line_whose_cache_counters_are_null_is_not_the_bill()
    {
        using var scan = Scan(
            Line("msg_1", 50, ",\"cache_read_input_tokens\":700"),
            Line("msg_1", 50, ",\"cache_read_input_tokens\":null").Replace("\"input_tokens\":10", "\"input_tokens\":11", StringComparison.Ordinal));
        Assert.Equal(new TokenCounts(10, 50, 700, 0, 0, 0), Assert.Single(scan.Events).Tokens);
    }

    [Fact]
    public void A_side_line_that_is_dropped_takes_its_cost_with_it()
    {
        string line = Line("msg_1", 50, "");
        using var scan = Scan(
            line.Replace("\"type\"", "\"costUSD\":0.5,\"type\"", StringComparison.Ordinal),
            line.Replace("\"type\"", "\"costUSD\":9,\"isSidechain\":true,\"type\"", StringComparison.Ordinal));
        Assert.Equal(0.5m, Assert.Single(scan.Events).LoggedCostUsd);
    }

    [Fact]
    public void A_time_may_be_a_number()
    {
        using var scan = Scan(Line("msg_1", 50, "").Replace("\"2026-05-01T10:00:00.000Z\"", "1777629600500", StringComparison.Ordinal));
        Assert.Equal("2026-05-01T10:00:00", FixtureScan.Time(Assert.Single(scan.Events)));
    }

    [Fact]
    public void Sessions_of_the_desktop_app_are_read_but_not_their_audit_and_no_variable_replaces_them()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The app's folder is elsewhere.");
        const string Folder = ".config/Claude/local-agent-mode-sessions/org/account/";
        var variables = new Dictionary<string, string> { ["CLAUDE_CONFIG_DIR"] = "~/own" };
        using var scan = FixtureScan.OfFiles(
            "claude",
            variables,
            (Folder + "local_1/.claude/projects/-w/s1.jsonl", Line("msg_1", 1, "") + "\n"),
            (Folder + "local_1/audit.jsonl", Line("msg_1", 2, "") + "\n"),
            (Folder + "agent/local_2/.claude/projects/-w/s2.jsonl", Line("msg_2", 3, "") + "\n"),
            (Folder + "skills/.claude/projects/-w/s3.jsonl", Line("msg_3", 4, "") + "\n"),
            ("own/projects/-w/s4.jsonl", Line("msg_4", 5, "") + "\n" + Line("msg_1", 1, "") + "\n"),
            (".claude/projects/-w/s5.jsonl", Line("msg_5", 6, "") + "\n"));
        Assert.Equal([1L, 3L, 5L], scan.Events.Select(usage => usage.Tokens.Output).Order());
    }

    [Theory]
    [InlineData("")]
    [InlineData("agent/")]
    public void Sessions_of_the_desktop_app_with_models_of_a_third_party_are_read(string folder)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The app's folder is elsewhere.");
        string path = $".config/Claude-3p/local-agent-mode-sessions/4ae39506/00000000/{folder}local_1/.claude/projects/-w/s1.jsonl";
        using var scan = FixtureScan.OfFiles("claude", (path, Line("msg_1", 1, "") + "\n"));
        Assert.Single(scan.Events);
    }

    [Fact]
    public void The_desktop_apps_folders_of_Windows_are_roots()
    {
        IEnumerable<string> roots = new ClaudeSource().Roots
            .Where(root => root.Place == RootPlace.AppData && root.Systems == RootSystems.Windows && !root.Path.Contains("/agent/"))
            .Select(root => root.Path[..root.Path.IndexOf("/local-agent", StringComparison.Ordinal)]);
        Assert.Equal(["Claude-3p", "Packages/Claude_*/LocalCache/Roaming/Claude", "Packages/Claude_*/LocalCache/Local/Claude-3p"], roots);
    }

    [Fact]
    public void A_variable_that_lists_nothing_is_as_if_not_set()
    {
        var variables = new Dictionary<string, string> { ["CLAUDE_CONFIG_DIR"] = " , " };
        using var scan = FixtureScan.OfFiles("claude", variables, (".claude/projects/-w/s1.jsonl", Line("msg_1", 6, "") + "\n"));
        Assert.Single(scan.Events);
    }

    private static FixtureScan Scan(params string[] lines) =>
        FixtureScan.OfFiles("claude", (".claude/projects/-w-app/s1.jsonl", string.Join('\n', lines) + "\n"));

    /// <param name="id">Of the response.</param>
    /// <param name="output">Its output.</param>
    /// <param name="usage">Further fields of the usage block.</param>
    private static string Line(string id, int output, string usage) =>
        "{\"cwd\":\"/w/app\",\"sessionId\":\"s1\",\"type\":\"assistant\",\"timestamp\":\"2026-05-01T10:00:00.000Z\",\"message\":{\"id\":\"" + id
        + "\",\"model\":\"claude-sonnet-4-5-20250929\",\"usage\":{\"input_tokens\":" + (output == 0 ? 0 : 10) + ",\"output_tokens\":" + output + usage + "}}}";
}
