using Tokscale.Core.Usage;
using Xunit;

namespace Tokscale.Tests.Sources;

public class CopilotTests
{
    private const string Start = """{"type":"session.start","data":{"sessionId":"s1","selectedModel":"gpt-5.4","context":{"cwd":"/w/app"}},"timestamp":"2026-05-01T10:00:00Z"}""" + "\n";

    private const string Shutdown = """{"type":"session.shutdown","data":{"modelMetrics":{"gpt-5.4":{"requests":{"count":2},"usage":{"inputTokens":500,"outputTokens":100,"cacheReadTokens":400}}}},"timestamp":"2026-05-01T10:01:00Z"}""" + "\n";

    private const string Span = """{"type":"span","traceId":"t1","spanId":"sp1","name":"chat gpt-5.4","startTime":[1777629600,0],"endTime":[1777629601,500000000],"attributes":{"gen_ai.response.model":"gpt-5.4","gen_ai.conversation.id":"s1","gen_ai.usage.input_tokens":7,"gen_ai.usage.output_tokens":3}}""" + "\n";

    [Fact]
    public void A_session_counts_from_the_store_before_events_and_from_events_before_telemetry()
    {
        using var scan = FixtureScan.OfHome("copilot", home =>
        {
            home.WriteDatabase(
                ".copilot/session-store.db",
                "CREATE TABLE assistant_usage_events(session_id TEXT, model TEXT, input_tokens INTEGER, output_tokens INTEGER, created_at TEXT)",
                "INSERT INTO assistant_usage_events VALUES('s1','gpt-5.4',10,1,'2026-07-01 12:00:00')");
            home.Write(".copilot/session-state/s1/events.jsonl", Start + Shutdown);
            home.Write(".copilot/session-state/s2/events.jsonl", Start.Replace("s1", "s2") + Shutdown);
            home.Write(".copilot/otel/a.jsonl", Span + Span.Replace("s1", "s2").Replace("sp1", "sp2") + Span.Replace("s1", "s3").Replace("sp1", "sp3")
                + Span.Replace("\"gen_ai.conversation.id\":\"s1\",", "").Replace("t1", "t9"));
        });
        Assert.Equal(
            ["- 7", "s1 10", "s2 100", "s3 7"],
            scan.Events.Select(usage => $"{scan.Name(usage.Session) ?? "-"} {usage.Tokens.Input}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_call_in_the_store_has_its_folder_cost_duration_and_time()
    {
        using var scan = FixtureScan.Of("copilot/store");
        UsageEvent usage = scan.Events[0];
        Assert.Equal(("/w/app", "copilot", "openai"), (scan.Name(usage.Project), scan.Name(usage.Agent), scan.Name(usage.Provider)));
        Assert.Equal((0.0055657m, 100), (usage.LoggedCostUsd, usage.DurationMs));
        Assert.Equal("2026-07-01T12:34:56", FixtureScan.Time(usage));
        Assert.Equal(0, scan.Events[2].LoggedCostUsd);
    }

    [Theory]
    [InlineData("CREATE TABLE sessions(id TEXT)")]
    [InlineData("CREATE TABLE other(id TEXT)", "UnreadableDatabase")]
    public void A_store_from_before_usage_is_no_problem_and_another_database_is(string statement, params string[] kinds)
    {
        using var scan = FixtureScan.OfHome("copilot", home => home.WriteDatabase(".copilot/session-store.db", statement));
        Assert.Empty(scan.Events);
        Assert.Equal(kinds, scan.Source.Problems.Select(problem => problem.Kind.ToString()));
    }

    [Fact]
    public void A_session_of_the_app_has_the_folder_of_its_events_and_the_cost_of_its_row()
    {
        using var scan = FixtureScan.Of("copilot/app");
        UsageEvent first = Assert.Single(scan.Events, usage => scan.Name(usage.Session) == "d1");
        Assert.Equal(("/w/app", "2026-06-20T10:00:00", 2, false), (scan.Name(first.Project), FixtureScan.Time(first), first.Messages, first.IsEstimated));
        Assert.Equal((null, true), (first.LoggedCostUsd, first.Class.IsAggregate));
        UsageEvent paid = Assert.Single(scan.Events, usage => scan.Name(usage.Session) == "d4");
        Assert.Equal((0.05m, true, "2026-06-20T13:00:00"), (paid.LoggedCostUsd, paid.IsCostFinal, FixtureScan.Time(paid)));
        Assert.Equal(["d1", "d2", "d3", "d4", "d5", "d7"], scan.Events.Select(usage => scan.Name(usage.Session)).Order(StringComparer.Ordinal));
        Assert.Empty(scan.Source.Problems);
    }

    [Theory]
    [InlineData("CREATE TABLE app_state(key TEXT)")]
    [InlineData("CREATE TABLE sessions(id TEXT, total_input_tokens INTEGER)", "UnreadableDatabase")]
    public void A_database_of_settings_is_no_problem_and_sessions_without_totals_are(string statement, params string[] kinds)
    {
        using var scan = FixtureScan.OfHome("copilot", home => home.WriteDatabase(".copilot/data.db", statement));
        Assert.Empty(scan.Events);
        Assert.Equal(kinds, scan.Source.Problems.Select(problem => problem.Kind.ToString()));
    }

    [Fact]
    public void Messages_after_the_last_shutdown_count_with_what_is_known()
    {
        string Message(string id, int output, int second) =>
            $$"""{"type":"assistant.message","data":{"messageId":"{{id}}","outputTokens":{{output}}},"timestamp":"2026-05-01T10:02:{{second:00}}Z"}""" + "\n";
        using var scan = Scan("session-state/s1/events.jsonl", Start + Message("m0", 9, 0) + Shutdown + Message("m1", 5, 1) + Message("m2", 6, 2) + Message("m1", 8, 3));
        Assert.Equal(
            ["gpt-5.4 100 2 10:01:00 False", "gpt-5.4 8 1 10:02:01 True", "gpt-5.4 6 1 10:02:02 True"],
            scan.Events.Select(usage => $"{scan.Name(usage.Model)} {usage.Tokens.Output} {usage.Messages} {FixtureScan.Time(usage)[11..]} {usage.IsEstimated}"));
        Assert.All(scan.Events, usage => Assert.Equal("/w/app", scan.Name(usage.Project)));
        Assert.True(scan.Events[0].Class.IsAggregate);
    }

    [Fact]
    public void Without_totals_by_model_the_details_count_under_the_current_model()
    {
        using var scan = Scan("session-state/s1/events.jsonl", Start + """
            {"type":"session.model_change","data":{"newModel":"claude-sonnet-4.6"},"timestamp":"2026-05-01T10:00:01Z"}
            {"type":"session.shutdown","data":{"modelMetrics":{},"tokenDetails":{"input":{"tokenCount":1},"cache_read":{"tokenCount":2},"cache_write":{"tokenCount":3},"output":{"tokenCount":4}}},"timestamp":"2026-05-01T10:01:00Z"}
            """);
        UsageEvent usage = Assert.Single(scan.Events);
        Assert.Equal(new TokenCounts(1, 4, 2, 3, 0, 0), usage.Tokens);
        Assert.Equal(("claude-sonnet-4.6", "anthropic", 1), (scan.Name(usage.Model), scan.Name(usage.Provider), usage.Messages));
    }

    [Fact]
    public void Of_two_layouts_of_a_session_the_one_with_a_folder_counts()
    {
        using var scan = FixtureScan.OfFiles(
            "copilot", (".copilot/session-state/s1.jsonl", Start + Shutdown + Start + Shutdown), (".copilot/session-state/s1/events.jsonl", Start + Shutdown));
        Assert.Single(scan.Events);
        Assert.Equal(2, scan.Source.DuplicatesDropped);
    }

    [Fact]
    public void Sums_of_turns_and_agents_count_only_where_their_trace_has_nothing_better()
    {
        string Log(string name, string span, string more, int input) =>
            $$$$"""{"hrTime":[1777629602,0],"spanContext":{"traceId":"t2","spanId":"{{{{span}}}}"},"attributes":{"event.name":"{{{{name}}}}",{{{{more}}}}"gen_ai.usage.input_tokens":{{{{input}}}}},"_body":"x"}""" + "\n";
        string agent = Span.Replace("chat gpt-5.4", "invoke_agent x").Replace("sp1", "sp0");
        using var scan = Scan("otel/a.jsonl", Log("copilot_chat.session.start", "a", "\"session.id\":\"c1\",\"gen_ai.request.model\":\"gpt-5.4-mini\",", 0)
            + Log("copilot_chat.agent.turn", "a", "\"turn.index\":1,", 10) + Log("copilot_chat.agent.turn", "a", "\"turn.index\":2,", 20) + Log("copilot_chat.agent.turn", "a", "\"turn.index\":2,", 20)
            + agent.Replace("t1", "t2") + agent.Replace("t1", "t3") + agent + Span);
        Assert.Equal(
            ["c1 10 gpt-5.4-mini", "c1 20 gpt-5.4-mini", "s1 7 gpt-5.4", "s1 7 gpt-5.4"],
            scan.Events.Select(usage => $"{scan.Name(usage.Session)} {usage.Tokens.Input} {scan.Name(usage.Model)}").Order(StringComparer.Ordinal));
        Assert.Equal(1500, scan.Events[^1].DurationMs);
        Assert.Equal("2026-05-01T10:00:01", FixtureScan.Time(scan.Events[^1]));
    }

    [Fact]
    public void A_response_counts_once_however_it_is_told_and_calls_inside_one_span_are_several()
    {
        string Log(string response, int input) =>
            $$$"""{"hrTime":[1777629602,0],"spanContext":{"traceId":"t5","spanId":"outer"},"body":"GenAI inference: gpt-5.4","attributes":{"gen_ai.response.id":"{{{response}}}","gen_ai.usage.input_tokens":{{{input}}}}}""" + "\n";
        using var scan = Scan("otel/a.jsonl", Log("r1", 1) + Log("r2", 2) + Log("r1", 1) + Log("r3", 3)
            + Span.Replace("\"attributes\":{", "\"attributes\":{\"gen_ai.response.id\":\"r3\","));
        Assert.Equal([1L, 2L, 7L], scan.Events.Select(usage => usage.Tokens.Input));
    }

    [Theory]
    [InlineData("\"resource\":{\"attributes\":{\"service.name\":\"copilot-chat\"}},\"attributes\":{")]
    [InlineData("\"resource\":{\"_rawAttributes\":[[\"service.version\",\"1\"],[\"service.name\",\"copilot-chat\"]]},\"attributes\":{")]
    [InlineData("\"instrumentationScope\":{\"name\":\"copilot-chat\"},\"attributes\":{")]
    [InlineData("\"attributes\":{\"copilot_chat.chat_session_id\":\"c1\",")]
    public void What_the_chat_of_an_editor_exports_into_the_same_file_is_left_to_its_own_source(string start)
    {
        string own = Span.Replace("\"attributes\":{", "\"resource\":{\"attributes\":{\"service.name\":\"github-copilot\"}},\"attributes\":{");
        string text = own + Span.Replace("sp1", "sp2").Replace("\"attributes\":{", start);
        using var scan = Scan("otel/a.jsonl", text);
        Assert.Single(scan.Events);
        using var chat = FixtureScan.OfFiles("copilot-vscode", (".copilot/otel/a.jsonl", text));
        Assert.Single(chat.Events);
    }

    [Theory]
    [InlineData("COPILOT_HOME", "{HOME}/own", "own/otel/a.jsonl", 1)]
    [InlineData("COPILOT_OTEL_FILE_EXPORTER_PATH", "{HOME}/exports/telemetry.log", "exports/telemetry.log", 2)]
    [InlineData("XDG_STATE_HOME", "{HOME}/state", "state/.copilot/otel/a.jsonl", 2)]
    public void Logs_may_lie_elsewhere(string variable, string value, string path, int count)
    {
        using var scan = FixtureScan.OfFiles(
            "copilot",
            new Dictionary<string, string> { [variable] = value },
            (path, Span), (".copilot/otel/a.jsonl", Span.Replace("t1", "t2")), (".copilot/logs/a.jsonl", Span.Replace("t1", "t3")));
        Assert.Equal(count, scan.Events.Count);
    }

    private static FixtureScan Scan(string path, string text) => FixtureScan.OfFiles("copilot", (".copilot/" + path, text));
}
