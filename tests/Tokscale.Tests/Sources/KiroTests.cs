using Tokscale.Core.Scanning;
using Tokscale.Core.Usage;
using Xunit;

namespace Tokscale.Tests.Sources;

public class KiroTests
{
    [Fact]
    public void Turns_of_the_CLI_keep_credits_times_and_whether_they_are_estimates()
    {
        using var scan = FixtureScan.Of("kiro/cli");
        Assert.Equal(
            ["claude-sonnet-4.5 12:00:10 0.75 True 2", "claude-sonnet-4.5 12:00:00  True 1", "auto 12:00:10  False 1"],
            scan.Events.Select(usage => $"{scan.Name(usage.Model)} {FixtureScan.Time(usage)[11..]} {usage.LoggedCredits} {usage.IsEstimated} {usage.Messages}"));
        Assert.All(scan.Events, usage => Assert.Equal("s1 /w/app amazon-bedrock", $"{scan.Name(usage.Session)} {scan.Name(usage.Project)} {scan.Name(usage.Provider)}"));
        Assert.All(scan.Events, usage => Assert.Null(usage.LoggedCostUsd));
        Assert.Equal(["MalformedLine 2"], scan.Source.Problems.Select(problem => $"{problem.Kind} {problem.Count}"));
    }

    [Fact]
    public void Stores_of_the_editor_tell_session_folder_and_time()
    {
        using var scan = FixtureScan.Of("kiro/editor");
        Assert.Equal(
            [
                "chat-1  12:00:09 ", "conv-1 /w/q 12:00:01 ", "conv-1 /w/q 12:01:00 ", "sess_0001 /w/editor 12:00:07 0.4",
                "sess_0001 /w/editor 12:00:09 ", "wf  12:00:00 ", "ws-1 /w/v1 10:00:00 ",
            ],
            scan.Events.Select(usage => $"{scan.Name(usage.Session)} {scan.Name(usage.Project)} {FixtureScan.Time(usage)[11..]} {usage.LoggedCredits}")
                .Order(StringComparer.Ordinal));
        Assert.Equal([ProblemKind.MalformedRow], scan.Source.Problems.Select(problem => problem.Kind));
    }

    [Fact]
    public void Facts_of_a_session_that_were_cut_off_do_not_cost_its_turns()
    {
        using var scan = FixtureScan.OfFiles("kiro",
            (".kiro/sessions/w/sess_1/session.json", """{"modelId":"claude-haiku-4.5","titl"""),
            (".kiro/sessions/w/sess_1/messages.jsonl", """{"timestamp":"2026-03-10T12:00:00Z","payload":{"type":"user","content":"12345678"}}"""));
        Assert.Equal(["claude-haiku-4.5 2"], scan.Events.Select(usage => $"{scan.Name(usage.Model)} {usage.Tokens.Input}"));
        Assert.Equal([ProblemKind.MalformedFile], scan.Source.Problems.Select(problem => problem.Kind));
    }

    [Fact]
    public void Context_and_credits_of_a_turn_are_its_own_when_they_follow_its_end()
    {
        using var scan = FixtureScan.OfFiles("kiro",
            (".kiro/sessions/w/sess_1/messages.jsonl", """
                {"timestamp":"2026-03-10T12:00:00Z","payload":{"type":"user","content":"12345678"}}
                {"timestamp":"2026-03-10T12:00:01Z","payload":{"type":"session_metadata","key":"contextUsage","value":{"usagePercentage":42.4}}}
                {"timestamp":"2026-03-10T12:00:02Z","payload":{"type":"turn_end"}}
                {"timestamp":"2026-03-10T12:00:03Z","payload":{"type":"usage_summary","promptTurnSummaries":[{"unit":"credit","usage":1.2}]}}
                {"timestamp":"2026-03-10T12:00:04Z","payload":{"type":"user","content":"1234"}}
                """));
        Assert.Equal(["84800 1.2 12:00:02", "1  12:00:04"], scan.Events.Select(usage => $"{usage.Tokens.Input} {usage.LoggedCredits} {FixtureScan.Time(usage)[11..]}"));
    }

    [Fact]
    public void What_came_from_a_cache_is_a_part_of_the_context()
    {
        using var scan = FixtureScan.OfFiles("kiro", (".kiro/sessions/cli/s.json", """
            {"session_state":{"conversation_metadata":{"user_turn_metadatas":[{"context_usage_percentage":5,"output_token_count":100,
              "cache_read_input_token_count":9000,"cache_write_input_token_count":500}]}}}
            """));
        Assert.Equal(new TokenCounts(500, 100, 9000, 500, 0, 0), Assert.Single(scan.Events).Tokens);
    }

    [Fact]
    public void A_variable_moves_the_newer_sessions_and_not_the_older_stores()
    {
        const string turn = """{"session_state":{"conversation_metadata":{"user_turn_metadatas":[{"input_token_count":5}]}}}""";
        using var scan = FixtureScan.OfFiles("kiro", new Dictionary<string, string> { ["KIRO_HOME"] = "{HOME}/k" },
            ("k/sessions/cli/a.json", turn), (".kiro/sessions/cli/b.json", turn),
            (".config/Kiro/User/globalStorage/kiro.kiroagent/x/c.chat", """{"chat":[{"role":"bot","content":"1234"}]}"""));
        Assert.Equal(["a", "c"], scan.Events.Select(usage => scan.Name(usage.Session)).Order(StringComparer.Ordinal));
    }
}
