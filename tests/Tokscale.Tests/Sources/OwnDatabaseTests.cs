using Tokscale.Core.Scanning;
using Tokscale.Core.Usage;
using Xunit;

namespace Tokscale.Tests.Sources;

/// <summary>Sources with a database of their own form: what totals per model do not show.</summary>
public class OwnDatabaseTests
{
    [Fact]
    public void Requests_of_ZCode_keep_their_agent_folder_time_and_provider()
    {
        using var scan = FixtureScan.Of("zcode/database");
        Assert.Equal(
            ["s1 /w/app main 12:00:04 4000 zai", "s2 /w/two explore 12:00:00 0 zai", "s2 /w/two main 12:00:00 1 zai"],
            scan.Events.Select(usage => $"{scan.Name(usage.Session)} {scan.Name(usage.Project)} {scan.Name(usage.Agent)} " +
                $"{FixtureScan.Time(usage)[11..]} {usage.DurationMs} {scan.Name(usage.Provider)}"));
    }

    [Fact]
    public void Compute_units_of_Devin_are_credits_and_never_dollars()
    {
        using var scan = FixtureScan.Of("devin-cli/transcripts");
        Assert.Equal([0.25m, 1.5m, null, null], scan.Events.Select(usage => usage.LoggedCredits));
        Assert.All(scan.Events, usage => Assert.Null(usage.LoggedCostUsd));
        Assert.Equal(["cognition", "anthropic", "openai", "cognition"], scan.Events.Select(usage => scan.Name(usage.Provider)));
        Assert.Equal(["/w/app", null, null, null], scan.Events.Select(usage => scan.Name(usage.Project)));
        Assert.Equal(5, scan.Source.DuplicatesDropped);
        Assert.Equal(["MalformedRow 1"], scan.Source.Problems.Select(problem => $"{problem.Kind} {problem.Count}"));
    }

    [Fact]
    public void Transcripts_of_Devin_may_lie_elsewhere()
    {
        const string transcript = """{"session_id":"s","steps":[{"step_id":1,"metrics":{"prompt_tokens":5},"timestamp":"2026-03-10T12:00:00Z"}]}""";
        using var scan = FixtureScan.OfFiles("devin-cli", new Dictionary<string, string> { ["DEVIN_TRANSCRIPTS_DIR"] = "{HOME}/t" }, ("t/s.json", transcript));
        Assert.Equal(5, Assert.Single(scan.Events).Tokens.Input);
    }

    [Fact]
    public void What_Unsloth_ran_on_the_own_machine_is_free_and_the_rest_has_its_price()
    {
        using var scan = FixtureScan.Of("unsloth/studio");
        Assert.Equal(
            ["anthropic t1  False", "local t1 0 True", "local t1 0 True", "local key-1 0 True"],
            scan.Events.Select(usage => $"{scan.Name(usage.Provider)} {scan.Name(usage.Session)} {usage.LoggedCostUsd} {usage.IsCostFinal}"));
        Assert.All(scan.Events, usage => Assert.Equal("2026-03-10T12:00:00", FixtureScan.Time(usage)));
        Assert.Equal([(ProblemKind.MalformedRow, 1)], scan.Source.Problems.Select(problem => (problem.Kind, problem.Count)));
    }

    [Fact]
    public void Where_the_account_of_Warp_tells_the_money_its_conversations_add_none()
    {
        using var scan = FixtureScan.Of("warp/both");
        Assert.Equal(
            [
                "c1  warp 2026-03-10T12:10:00 True 0 True", "c2 /w/app warp 2026-03-10T11:30:00 True 0 True",
                "w1  warp 2026-03-10T12:00:00 False 12 False", "w2  warp 2026-03-10T12:00:00 False 0.505 False",
            ],
            scan.Events.Select(usage => $"{scan.Name(usage.Session)} {scan.Name(usage.Project)} {scan.Name(usage.Provider)} {FixtureScan.Time(usage)} " +
                $"{usage.IsEstimated} {usage.LoggedCostUsd} {usage.IsCostFinal}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Without_an_account_conversations_of_Warp_are_priced_and_own_keys_have_the_models_provider()
    {
        using var scan = FixtureScan.Of("warp/database");
        Assert.Equal(
            ["claude-sonnet-4-6 warp  /work/app 12:06:00", "gpt-5 openai  /work/app 12:06:00"],
            scan.Events.Select(usage => $"{scan.Name(usage.Model)} {scan.Name(usage.Provider)} {usage.LoggedCostUsd} {scan.Name(usage.Project)} {FixtureScan.Time(usage)[11..]}"));
    }

    [Fact]
    public void An_account_of_Warp_that_tells_no_money_leaves_the_price_to_its_conversations()
    {
        using var scan = FixtureScan.OfHome("warp", home =>
        {
            home.WriteDatabase(
                ".local/state/warp-terminal/warp.sqlite",
                "CREATE TABLE agent_conversations(conversation_id TEXT, conversation_data TEXT, last_modified_at TEXT)",
                """
                INSERT INTO agent_conversations VALUES ('c1',
                  '{"conversation_usage_metadata":{"token_usage":[{"model_id":"gpt-5","warp_tokens":9}]}}', '2026-03-10 12:00:00')
                """);
            home.Write(".config/tokscale/warp-cache/usage.json", """{"syncedAt":"2026-03-10T12:00:00Z","usage":{"requestsUsed":42}}""");
        });
        Assert.Equal(["False 42 ", "True 0 "], scan.Events.Select(usage => $"{usage.IsEstimated} {usage.Messages} {usage.LoggedCostUsd}").Order());
    }

    [Fact]
    public void Databases_beside_the_programs_of_Antigravity_are_none_of_theirs()
    {
        using var scan = FixtureScan.OfHome("antigravity-cli", home => home.WriteDatabase(".gemini/state.db", "CREATE TABLE x(a)"));
        Assert.Empty(scan.Source.Problems);
    }

    [Fact]
    public void Calls_of_Antigravity_take_the_time_of_their_step_and_the_folder_of_the_conversation()
    {
        using var scan = FixtureScan.Of("antigravity-cli/conversations");
        Assert.Equal(
            ["4050 12:00:05", "10 12:00:05", "700 12:01:00", "5 12:00:00", "40 12:01:10", "1 12:01:10"],
            scan.Events.Select(usage => $"{usage.Tokens.Input} {FixtureScan.Time(usage)[11..]}"));
        Assert.All(scan.Events, usage => Assert.Equal("c1 /w/my app", $"{scan.Name(usage.Session)} {scan.Name(usage.Project)}"));
        Assert.Equal([ProblemKind.MalformedRow, ProblemKind.Undated], scan.Source.Problems.Select(problem => problem.Kind).Order());
    }

    [Theory]
    [InlineData("GEMINI_CLI_HOME", "{HOME}/g", "g/.gemini/antigravity-ide/conversations/c.db")]
    [InlineData("ANTIGRAVITY_DATA_DIR", "{HOME}/x,{HOME}/d", "d/conversations/2026/c.db")]
    [InlineData("ANTIGRAVITY_DATA_DIR", "{HOME}/d", "d/c.db")]
    public void Variables_move_the_conversations_of_Antigravity(string variable, string value, string path)
    {
        using var scan = FixtureScan.OfHome("antigravity-cli", home => home.WriteDatabase(
            path, "CREATE TABLE gen_metadata(idx INTEGER, data BLOB)", "INSERT INTO gen_metadata VALUES (1, X'0A0422021007')"),
            new Dictionary<string, string> { [variable] = value });
        Assert.Equal(7, Assert.Single(scan.Events).Tokens.Input);
    }
}
