using Tokscale.Core.Usage;
using Xunit;

namespace Tokscale.Tests.Sources;

public class CodexTests
{
    private const string Folder = ".codex/sessions/2026/05/01/";
    private const string OwnerId = "019de2fb-1900-7001-8000-000000000001";
    private const string ForkId = "019de304-40c0-7006-8000-000000000006";
    private const string OwnTurnId = "019de304-4890-702e-8000-00000000002e";

    /// <summary>A UUID of version 4, as threads had before 2025-09.</summary>
    private const string UndatedId = "5f0c1d2e-1111-4222-8333-444455556666";

    [Fact]
    public void A_thread_gives_its_calls_their_session_project_provider_and_agent()
    {
        using var scan = FixtureScan.Of("codex/normal");
        UsageEvent usage = scan.Events[0];
        Assert.Equal(OwnerId, scan.Name(usage.Session));
        Assert.Equal("/w/app", scan.Name(usage.Project));
        Assert.Equal("openai", scan.Name(usage.Provider));
        Assert.Equal("Codex", scan.Name(usage.Agent));
        Assert.Equal("2026-05-01T10:00:05", FixtureScan.Time(usage));
        Assert.Equal(3, scan.Source.DuplicatesDropped);
    }

    [Theory]
    [InlineData("\"source\":\"exec\"", "Codex Headless")]
    [InlineData("\"source\":\"vscode\"", "Codex")]
    [InlineData("\"source\":\"cli\",\"thread_source\":\"guardian_review\"", "Codex Guardian")]
    [InlineData("\"source\":{\"subagent\":\"review\"}", "Codex Subagent")]
    [InlineData("\"thread_source\":\"subagent\"", "Codex Subagent")]
    [InlineData("\"source\":{\"subagent\":{\"thread_spawn\":{\"agent_nickname\":\"Dirac\"}}}", "Codex Subagent Dirac")]
    public void What_started_a_thread_names_its_agent(string source, string agent)
    {
        using var scan = Scan(Meta(OwnerId, source), Turn("10:00:02.000", OwnTurnId), Counters("10:00:05.000", 100, 100));
        Assert.Equal(agent, scan.Name(Assert.Single(scan.Events).Agent));
    }

    [Theory]
    [InlineData("\"priority\"", ServiceTier.Priority)]
    [InlineData("\"fast\"", ServiceTier.Priority)]
    [InlineData("\"flex\"", ServiceTier.Flex)]
    [InlineData("\"default\"", ServiceTier.Standard)]
    [InlineData("null", ServiceTier.Standard)]
    public void The_settings_in_force_tell_the_service_tier_and_the_model(string tier, ServiceTier expected)
    {
        using var scan = Scan(Meta(OwnerId), Turn("10:00:00.000", "t1"), Settings("10:00:01.000", tier), Counters("10:00:05.000", 100, 100));
        UsageEvent usage = Assert.Single(scan.Events);
        Assert.Equal(expected, usage.Class.Tier);
        Assert.Equal("gpt-5.6-terra", scan.Name(usage.Model));
    }

    [Fact]
    public void A_fork_owns_what_follows_its_first_own_ordinal()
    {
        using var scan = Scan(
            WithOrdinal(0, Meta(ForkId, $"\"parent_thread_id\":\"{OwnerId}\",\"subagent_history_start_ordinal\":3")),
            WithOrdinal(1, Turn("10:10:09.000", OwnTurnId)),
            WithOrdinal(2, Counters("10:10:10.000", 1000, 1000)),
            WithOrdinal(3, Counters("10:10:20.000", 1007, 7)));
        Assert.Equal(7, Assert.Single(scan.Events).Tokens.Input);
    }

    [Fact]
    public void Settings_alone_do_not_make_the_copies_in_a_fork_its_own()
    {
        using var scan = Scan(
            Fork(UndatedId, "10:10:00.000"), Settings("10:10:02.000", "null"), Counters("10:10:00.500", 1000, 1000));
        Assert.Empty(scan.Events);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5000)] // The head of so long a line rules it out: see LineMarker.
    public void Any_line_ends_the_burst_of_copies_in_a_fork_without_dated_ids(int textLength)
    {
        string text = new('x', textLength);
        using var scan = Scan(
            Fork(UndatedId, "10:10:00.000"),
            Counters("10:10:00.500", 1000, 1000),
            "{\"type\":\"response_item\",\"payload\":{\"text\":\"" + text + "\"},\"timestamp\":\"2026-05-01T10:10:01.000Z\"}",
            Counters("10:10:00.900", 1007, 7));
        Assert.Equal(7, Assert.Single(scan.Events).Tokens.Input);
    }

    [Fact]
    public void An_archived_fork_knows_the_rows_of_its_live_parent()
    {
        using var scan = FixtureScan.OfFiles(
            "codex",
            (".codex/archived_sessions/rollout-2026-05-01T10-10-00-fork.jsonl", Lines(
                Fork(ForkId, "10:10:00.000"),
                Turn("10:10:01.000", OwnTurnId),
                Counters("10:10:02.000", 100, 100),
                Counters("10:10:03.000", 130, 30))),
            (Folder + "rollout-2026-05-01T10-00-00-owner.jsonl", Lines(Meta(OwnerId), Counters("10:00:05.000", 100, 100))));
        Assert.Equal(
            [$"{ForkId} 30", $"{OwnerId} 100"],
            scan.Events.Select(usage => $"{scan.Name(usage.Session)} {usage.Tokens.Input}"));
    }

    [Fact]
    public void A_response_in_the_records_of_two_threads_belongs_to_the_earlier_one()
    {
        using var scan = FixtureScan.OfFiles(
            "codex",
            (Folder + "rollout-a.jsonl", Lines(Meta(OwnerId), Record("10:00:09.000", "resp_1", 50), Counters("10:00:09.001", 50, 50))),
            (Folder + "rollout-b.jsonl", Lines(Meta(ForkId), Record("10:00:08.000", "resp_1", 50), Counters("10:00:08.001", 50, 50))));
        UsageEvent usage = Assert.Single(scan.Events);
        Assert.Equal(ForkId, scan.Name(usage.Session));
        Assert.Equal(3, scan.Source.DuplicatesDropped);
    }

    [Fact]
    public void A_record_covers_the_row_whose_running_total_grew_by_it()
    {
        using var scan = Scan(
            Meta(OwnerId), Counters("10:00:01.000", 10, 10), Record("10:00:05.000", "resp_1", 90), Counters("10:00:05.001", 100, 60));
        Assert.Equal([10L, 90L], scan.Events.Select(usage => usage.Tokens.Input));
    }

    [Fact]
    public void A_thread_that_is_resumed_in_a_new_file_does_not_repeat_its_last_call()
    {
        using var scan = FixtureScan.OfFiles(
            "codex",
            (Folder + $"rollout-2026-05-01T10-00-00-{OwnerId}.jsonl", Lines(Meta(OwnerId), Counters("10:00:05.000", 100, 100))),
            (Folder + $"rollout-2026-05-01T10-10-00-{OwnerId}_{ForkId}.jsonl", Lines(
                Meta(OwnerId, Base(OwnerId), "10:10:00.000"),
                Counters("10:10:01.000", 100, 100),
                Counters("10:10:05.000", 130, 30))));
        Assert.Equal([100L, 30L], scan.Events.Select(usage => usage.Tokens.Input));
    }

    [Fact]
    public void A_copy_of_a_rollout_under_another_name_is_not_counted_again()
    {
        string lines = Lines(Meta(OwnerId), Counters("10:00:05.000", 100, 100));
        using var scan = FixtureScan.OfFiles("codex", (Folder + "rollout-a.jsonl", lines), (Folder + "copy of a.jsonl", lines));
        Assert.Single(scan.Events);
    }

    [Fact]
    public void A_later_page_of_a_fork_begins_with_its_own_lines()
    {
        using var scan = FixtureScan.OfFiles("codex", (Folder + $"rollout-2026-05-01T10-20-00-{ForkId}_{OwnTurnId}.jsonl", Lines(
            Meta(ForkId, $"\"forked_from_id\":\"{OwnerId}\"," + Base(ForkId), "10:20:00.000"),
            Counters("10:20:00.500", 107, 7),
            Turn("10:21:00.000", OwnTurnId),
            Counters("10:21:05.000", 110, 3))));
        Assert.Equal([7L, 3L], scan.Events.Select(usage => usage.Tokens.Input));
    }

    [Fact]
    public void The_copied_head_of_a_fork_names_the_parent_that_its_own_does_not()
    {
        using var scan = Scan(
            Meta(UndatedId, time: "10:10:00.000"),
            Meta(OwnerId, time: "10:10:00.001"),
            Counters("10:10:00.500", 1000, 1000),
            Turn("10:11:00.000", "t2"),
            Counters("10:11:05.000", 1007, 7));
        Assert.Equal(7, Assert.Single(scan.Events).Tokens.Input);
        Assert.Equal(UndatedId, scan.Name(scan.Events[0].Session));
    }

    [Fact]
    public void The_head_of_another_thread_behind_own_calls_is_no_sign_of_a_fork()
    {
        using var scan = Scan(Meta(UndatedId), Counters("10:00:00.500", 10, 10), Meta(OwnerId), Counters("10:00:00.600", 17, 7));
        Assert.Equal([10L, 7L], scan.Events.Select(usage => usage.Tokens.Input));
    }

    [Fact]
    public void A_sub_agent_that_does_not_name_its_parent_repeats_no_inherited_row()
    {
        using var scan = Scan(
            Meta(ForkId, "\"source\":{\"subagent\":{\"thread_spawn\":{\"depth\":1}}}", "10:10:00.000"),
            Counters("10:10:00.100", 100, 100),
            Turn("10:10:02.000", OwnTurnId),
            Counters("10:10:03.000", 100, 100),
            Counters("10:10:05.000", 107, 7));
        Assert.Equal(7, Assert.Single(scan.Events).Tokens.Input);
    }

    [Fact]
    public void A_last_call_without_counters_is_not_told()
    {
        using var scan = Scan(Meta(OwnerId), EmptyLast("10:00:01.000", 100), EmptyLast("10:00:02.000", 130));
        Assert.Equal([100L, 30L], scan.Events.Select(usage => usage.Tokens.Input));
    }

    [Theory]
    [InlineData(OwnerId, 1)]
    [InlineData(ForkId, 2)]
    public void A_record_covers_a_row_only_in_its_own_thread(string thread, int calls)
    {
        using var scan = Scan(
            Meta(OwnerId),
            Counters("10:00:01.000", 50, 50),
            Record("10:00:09.000", "resp_1", 50).Replace("\"response_id\"", $"\"thread_id\":\"{thread}\",\"response_id\"", StringComparison.Ordinal));
        Assert.Equal(calls, scan.Events.Count);
    }

    [Fact]
    public void Files_of_one_name_that_tell_no_thread_are_not_one()
    {
        string lines = Lines(Counters("10:00:01.000", 100, 100));
        using var scan = FixtureScan.OfFiles("codex", (Folder + "1/a.jsonl", lines), (Folder + "2/a.jsonl", lines));
        Assert.Equal(2, scan.Events.Count);
    }

    [Fact]
    public void A_compressed_rollout_that_is_cut_off_is_told()
    {
        using var scan = FixtureScan.Of("codex/zst");
        Assert.Equal(["UnreadableFile 1"], scan.Source.Problems.Select(problem => $"{problem.Kind} {problem.Count}"));
    }

    [Fact]
    public void Damaged_lines_are_told_and_lines_of_no_interest_are_not_searched_for_damage()
    {
        using var scan = Scan(
            Meta(OwnerId),
            Line("10:00:01.000", "response_item", "\"text\":\"\\q\""),
            Line("10:00:02.000", "response_item", "\"text\":\"torn")[..^2] + Counters("10:00:03.000", 10, 10),
            Event("10:00:04.000", "agent_message", "\"message\":\"torn")[..^2],
            Counters("10:00:05.000", 30, 20));
        Assert.Equal([10L, 20L], scan.Events.Select(usage => usage.Tokens.Input)); // What goes on behind a torn record is read.
        Assert.Equal(
            ["MalformedLine 2 at 3"],
            scan.Source.Problems.Select(problem => $"{problem.Kind} {problem.Count} at {problem.FirstLine}"));
    }

    [Fact]
    public void A_row_without_a_time_takes_that_of_the_thread()
    {
        using var scan = Scan(Meta(OwnerId), Counters("", 7, 7));
        Assert.Equal("2026-05-01T10:00:00", FixtureScan.Time(Assert.Single(scan.Events)));
        Assert.Equal("Undated", Assert.Single(scan.Source.Problems).Kind.ToString());
    }

    [Fact]
    public void A_file_without_a_head_is_its_own_session()
    {
        using var scan = Scan(Counters("10:00:01.000", 10, 10));
        UsageEvent usage = Assert.Single(scan.Events);
        Assert.Equal("rollout-a", scan.Name(usage.Session));
        Assert.Equal("legacy-codex-unknown", scan.Name(usage.Model));
    }

    [Fact]
    public void The_home_variable_may_list_several_homes_and_replaces_the_default()
    {
        var variables = new Dictionary<string, string> { ["CODEX_HOME"] = "~/one, {HOME}/two" };
        using var scan = FixtureScan.OfFiles(
            "codex",
            variables,
            ("one/sessions/a.jsonl", Counters("10:00:01.000", 1, 1)),
            ("two/archived_sessions/b.jsonl", Counters("10:00:01.000", 2, 2)),
            (Folder + "c.jsonl", Counters("10:00:01.000", 4, 4)));
        Assert.Equal([1L, 2L], scan.Events.Select(usage => usage.Tokens.Input));
    }

    [Fact]
    public void Homes_of_a_program_that_starts_this_one_are_read_beside_the_own_and_links_between_them_count_once()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The program's folder is elsewhere.");
        var variables = new Dictionary<string, string> { ["CODEX_HOME"] = "~/one" };
        string linked = Counters("10:00:01.000", 1, 1);
        using var scan = FixtureScan.OfFiles(
            "codex",
            variables,
            ("one/sessions/2026/05/01/rollout-a.jsonl", linked),
            (".config/orca/codex-runtime-home/home/sessions/2026/05/01/rollout-a.jsonl", linked),
            (".config/orca/codex-runtime-home/home/archived_sessions/rollout-b.jsonl", Counters("10:00:02.000", 2, 2)),
            (".config/orca/codex-accounts/account-1/home/sessions/2026/05/01/rollout-a.jsonl", linked),
            (".config/orca/codex-accounts/account-1/home/sessions/2026/05/01/rollout-c.jsonl", Counters("10:00:03.000", 4, 4)));
        Assert.Equal([1L, 2L, 4L], scan.Events.Select(usage => usage.Tokens.Input).Order());
    }

    private static FixtureScan Scan(params string[] lines) => FixtureScan.OfFiles("codex", (Folder + "rollout-a.jsonl", Lines(lines)));

    private static string WithOrdinal(int ordinal, string line) => "{\"ordinal\":" + ordinal + "," + line[1..];

    private static string Meta(string id, string more = "\"source\":\"cli\"", string time = "10:00:00.000") =>
        Line(time, "session_meta", $"\"id\":\"{id}\",\"cwd\":\"/w/app\",{more}");

    private static string Fork(string id, string time) => Meta(id, $"\"forked_from_id\":\"{OwnerId}\"", time);

    private static string Base(string id) => "\"history_base\":{\"thread_id\":\"" + id + "\",\"end_ordinal_exclusive\":20}";

    private static string EmptyLast(string time, long totalInput) =>
        Event(time, "token_count", "\"info\":{\"total_token_usage\":" + Input(totalInput) + ",\"last_token_usage\":{}}");

    private static string Turn(string time, string turnId) =>
        Line(time, "turn_context", $"\"turn_id\":\"{turnId}\",\"model\":\"gpt-5.4\"");

    private static string Settings(string time, string tier) =>
        Event(time, "thread_settings_applied", $"\"thread_settings\":" + "{" + $"\"model\":\"gpt-5.6-terra\",\"service_tier\":{tier}" + "}");

    private static string Counters(string time, long totalInput, long lastInput) =>
        Event(time, "token_count", "\"info\":{\"total_token_usage\":" + Input(totalInput) + ",\"last_token_usage\":" + Input(lastInput) + "}");

    private static string Record(string time, string responseId, long input) =>
        Line(time, "token_usage_record", $"\"response_id\":\"{responseId}\",\"usage\":" + Input(input));

    private static string Input(long tokens) => "{\"input_tokens\":" + tokens + "}";

    private static string Event(string time, string type, string fields) => Line(time, "event_msg", $"\"type\":\"{type}\",{fields}");

    private static string Line(string time, string type, string fields) =>
        $"{{\"timestamp\":\"2026-05-01T{time}Z\",\"type\":\"{type}\",\"payload\":{{{fields}}}}}";

    private static string Lines(params string[] lines) => string.Join('\n', lines) + "\n";
}
