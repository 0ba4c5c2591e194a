using Tokscale.Core.Usage;
using Xunit;

namespace Tokscale.Tests.Sources;

public class QwenTests
{
    private const string Log = "projects/-w-app/chats/q1.jsonl";

    [Fact]
    public void A_branch_leaves_calls_with_the_session_that_made_them()
    {
        using var scan = FixtureScan.Of("qwen/fork");
        Assert.Equal(
            ["100 q2", "200 q2", "400 q1", "500 q3"],
            scan.Events.Select(usage => $"{usage.Tokens.Input} {scan.Name(usage.Session)}").Order(StringComparer.Ordinal));
        Assert.Equal(3, scan.Source.DuplicatesDropped);
        Assert.All(scan.Events, usage => Assert.Equal("/w/app", scan.Name(usage.Project)));
    }

    [Fact]
    public void A_sub_agent_takes_its_name_from_the_record_and_its_model_from_the_file_beside()
    {
        using var scan = FixtureScan.Of("qwen/subagent");
        Assert.Equal(
            ["main qwen3-max alibaba q1", "Explore qwen3-flash alibaba q1"],
            scan.Events.Select(usage =>
                $"{scan.Name(usage.Agent)} {scan.Name(usage.Model)} {scan.Name(usage.Provider)} {scan.Name(usage.Session)}"));
    }

    [Fact]
    public void A_sub_agent_that_names_nothing_is_described_by_the_file_beside()
    {
        using var scan = FixtureScan.OfFiles(
            "qwen",
            (".qwen/projects/-w-app/subagents/s9/agent-1.jsonl", Row("10:00:00", extra: "")),
            (".qwen/projects/-w-app/subagents/s9/agent-1.meta.json", """{"agentType":"Reviewer","parentSessionId":"s9"}"""),
            (".qwen/projects/-w-app/subagents/s9/agent-2.jsonl", Row("10:00:01", extra: "")));
        Assert.Equal(
            ["Reviewer s9 unknown", "subagent agent-2 unknown"],
            scan.Events.Select(usage => $"{scan.Name(usage.Agent)} {scan.Name(usage.Session)} {scan.Name(usage.Model)}"));
    }

    [Fact]
    public void A_record_without_a_time_takes_that_of_the_line_before_also_if_that_has_no_counts()
    {
        using var scan = FixtureScan.OfFiles("qwen", (".qwen/" + Log, $$"""
            {"uuid":"u1","timestamp":"2026-05-02T08:00:00.000Z","type":"user","cwd":"/w/other","message":{"parts":[]} }
            {{Row("bad", "")}}
            """));
        UsageEvent usage = Assert.Single(scan.Events);
        Assert.Equal("2026-05-02T08:00:00", FixtureScan.Time(usage));
        Assert.Equal("/w/other", scan.Name(usage.Project));
        Assert.Equal("Undated", Assert.Single(scan.Source.Problems).Kind.ToString());
    }

    [Theory]
    [InlineData("coder-model", "alibaba")]
    [InlineData("qwq-32b", "alibaba")]
    [InlineData("gemini-2.5-pro", "google")]
    [InlineData("gpt-5.4", "openai")]
    public void The_provider_follows_from_the_model(string model, string provider)
    {
        using var scan = FixtureScan.OfFiles("qwen", (".qwen/" + Log, Row("10:00:00", $",\"model\":\"{model}\"")));
        Assert.Equal(provider, scan.Name(Assert.Single(scan.Events).Provider));
    }

    [Fact]
    public void Telemetry_and_streams_are_not_calls()
    {
        using var scan = FixtureScan.OfFiles(
            "qwen",
            (".qwen/" + Log, Row("10:00:00", "").Replace("\"assistant\"", "\"system\"")),
            (".qwen/projects/-w-app/subagents/s9/agent-1.jsonl.stream", Row("10:00:00", "")),
            (".qwen/projects/-w-app/other/q1.jsonl", Row("10:00:00", "")));
        Assert.Empty(scan.Events);
    }

    [Theory]
    [InlineData("QWEN_RUNTIME_DIR")]
    [InlineData("QWEN_HOME")]
    [InlineData("QWEN_DATA_DIR")]
    public void Variables_replace_the_default(string variable)
    {
        var variables = new Dictionary<string, string> { [variable] = "~/moved" };
        using var scan = FixtureScan.OfFiles("qwen", variables, ("moved/" + Log, Row("10:00:00", "")), (".qwen/" + Log, Row("11:00:00", "")));
        Assert.Equal("2026-05-01T10:00:00", FixtureScan.Time(Assert.Single(scan.Events)));
    }

    [Theory]
    [InlineData("""{"ui":{},"advanced":{"runtimeOutputDir":"~/out"}}""")]
    [InlineData("// mine: {\n{\"advanced\":{/* \"logs\" */\"runtimeOutputDir\":\"~/out\" // here\n}}")]
    [InlineData("""{"tools":{"exclude":["a//b /* \" c"]},"advanced":{"runtimeOutputDir":"$HOME/out"}} /* open""")]
    [InlineData("""{"advanced":{"runtimeOutputDir":"~/${MISSING}/../out"}}""")]
    public void Settings_may_add_a_place(string settings)
    {
        using var scan = FixtureScan.OfFiles(
            "qwen",
            (".qwen/settings.json", settings),
            ("out/" + Log, Row("10:00:00", "")),
            (".qwen/" + Log, Row("11:00:00", "")));
        Assert.Equal(2, scan.Events.Count);
    }

    [Fact]
    public void A_variable_in_the_settings_stands_for_its_value()
    {
        using var scan = FixtureScan.OfFiles(
            "qwen",
            new Dictionary<string, string> { ["LOGS"] = "{HOME}/out" },
            (".qwen/settings.json", """{"advanced":{"runtimeOutputDir":"${LOGS}"}}"""),
            ("out/" + Log, Row("10:00:00", "")));
        Assert.Single(scan.Events);
    }

    [Fact]
    public void What_only_the_ledger_tells_has_its_caller_and_the_project_of_its_session()
    {
        using var scan = FixtureScan.Of("qwen/ledger");
        Assert.Equal(
            [
                "main q1 /w/app", "main q1 /w/app", "main q1 /w/app",
                "side_query q-deleted ", "main q-deleted ",
            ],
            scan.Events.Skip(5).Select(usage => $"{scan.Name(usage.Agent)} {scan.Name(usage.Session)} {scan.Name(usage.Project)}"));
        Assert.Equal(6, scan.Source.DuplicatesDropped);
    }

    [Fact]
    public void The_ledger_lies_where_the_chats_lie()
    {
        const string Line = """{"id":"e1","timestamp":"2026-07-01T10:00:05.000Z","inputTokens":5}""";
        using var scan = FixtureScan.OfFiles(
            "qwen",
            new Dictionary<string, string> { ["QWEN_RUNTIME_DIR"] = "~/moved" },
            ("moved/usage/token-usage-2026-07.jsonl", Line),
            ("moved/usage/usage-events-2026-07.jsonl", Line.Replace("e1", "e2")),
            (".qwen/usage/token-usage-2026-07.jsonl", Line.Replace("e1", "e3")));
        UsageEvent usage = Assert.Single(scan.Events);
        Assert.Equal(("unknown", "main"), (scan.Name(usage.Model), scan.Name(usage.Agent)));
    }

    [Fact]
    public void A_damaged_line_of_the_ledger_is_told_and_the_others_count()
    {
        using var scan = FixtureScan.OfFiles("qwen", (".qwen/usage/token-usage-2026-07.jsonl", """
            {"id":"e1","timestamp":"soon","inputTokens":5}
            {"id":"e2","timestamp":"2026-07-01T10:00:05.000Z","inputTok
            {"id":"e3","timestamp":"2026-07-01T10:00:05.000Z","inputTokens":"many","outputTokens":1}
            """));
        Assert.Equal(2, scan.Events.Count);
        Assert.Equal(
            ["MalformedLine", "RefusedNumber", "Undated"],
            scan.Source.Problems.Select(problem => problem.Kind.ToString()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_time_may_be_a_number()
    {
        using var scan = FixtureScan.OfFiles("qwen", (".qwen/" + Log, """{"timestamp":1746093605000,"type":"assistant","usageMetadata":{"promptTokenCount":5}}"""));
        Assert.Equal("2025-05-01T10:00:05", FixtureScan.Time(Assert.Single(scan.Events)));
        Assert.Empty(scan.Source.Problems);
    }

    private static string Row(string time, string extra) =>
        $"{{\"type\":\"assistant\",\"timestamp\":\"2026-05-01T{time}.000Z\",\"usageMetadata\":{{\"promptTokenCount\":5}}{extra}}}";
}
