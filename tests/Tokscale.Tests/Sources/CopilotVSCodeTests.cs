using Tokscale.Core.Usage;
using Xunit;

namespace Tokscale.Tests.Sources;

public class CopilotVSCodeTests
{
    private const string Sessions = ".config/Code/User/workspaceStorage/h1/chatSessions/";

    private const string Start = """{"kind":0,"v":{"sessionId":"c1","creationDate":1773144000000,"requests":[{"requestId":"r1","timestamp":1773144010000,"modelId":"copilot/gpt-5"}]}}""" + "\n";

    [Fact]
    public void The_log_of_changes_is_replayed_and_the_last_value_wins()
    {
        using var scan = Scan(Sessions + "c1.jsonl", Start + """
            {"kind":1,"k":["requests",0,"response"],"v":[{"value":"x"}]}
            {"kind":1,"k":["requests",0,"result"],"v":{"metadata":{"promptTokens":100,"outputTokens":20,"toolCallRounds":[{"thinking":{"tokens":5}},{"thinking":{"tokens":"3"}},{}]}}}
            {"kind":1,"k":["requests",0,"result","metadata","promptTokens"],"v":120}
            {"kind":2,"k":["requests"],"v":[{"requestId":"r2","timestamp":1773144020000,"modelId":"copilot/claude-sonnet-4.5","promptTokens":400,"completionTokens":50},{"requestId":"r3","modelId":"openrouter/x","promptTokens":9}]}
            {"kind":2,"k":["requests",1,"response"],"v":[{"value":"x"}]}
            {"kind":1,"v":"gpt-5-2026","k":["requests",0,"result","metadata","resolvedModel"]}
            {"kind":7,"k":["requests"],"v":[]}
            {"kind":1,"k":["requests",99,"promptTokens"],"v":1}
            {"kind":1,"k":["inputState","requests"],"v":1}
            """);
        Assert.Equal(
            ["gpt-5-2026 c1 120/12/8 2026-03-10T12:00:10", "claude-sonnet-4.5 c1 400/50/0 2026-03-10T12:00:20"],
            scan.Events.Select(usage => $"{scan.Name(usage.Model)} {scan.Name(usage.Session)} {usage.Tokens.Input}/{usage.Tokens.Output}/{usage.Tokens.Reasoning} {FixtureScan.Time(usage)}"));
        Assert.All(scan.Events, usage => Assert.True(usage.IsEstimated));
        Assert.All(scan.Events, usage => Assert.Equal("github-copilot", scan.Name(usage.Provider)));
        Assert.Empty(scan.Source.Problems);
    }

    [Fact]
    public void Requests_that_were_taken_back_were_billed_and_those_written_again_count_once()
    {
        using var scan = Scan(Sessions + "c1.jsonl", Start + """
            {"kind":2,"k":["requests"],"i":0,"v":[{"requestId":"r1","modelId":"copilot/gpt-5","promptTokens":1},{"requestId":"r2","modelId":"copilot/gpt-5","promptTokens":2}]}
            {"kind":2,"k":["requests"],"i":1,"v":[{"requestId":"r3","modelId":"copilot/gpt-5","promptTokens":4}]}
            {"kind":1,"k":["requests"],"v":[{"requestId":"r1","modelId":"copilot/gpt-5","promptTokens":8},{"requestId":"r3","modelId":"copilot/gpt-5","promptTokens":4}]}
            """);
        Assert.Equal([2L, 8L, 4L], scan.Events.Select(usage => usage.Tokens.Input));
    }

    [Fact]
    public void A_request_that_is_set_as_a_whole_forgets_what_it_was()
    {
        using var scan = Scan(Sessions + "c1.jsonl", Start + """
            {"kind":1,"k":["requests",0],"v":{"requestId":"r1","modelId":"copilot/gpt-5","promptTokens":5,"completionTokens":6}}
            {"kind":1,"k":["requests",0],"v":{"requestId":"r1","modelId":"copilot/gpt-5","promptTokens":7}}
            """);
        Assert.Equal(new TokenCounts(7, 0, 0, 0, 0, 0), Assert.Single(scan.Events).Tokens);
    }

    [Theory]
    [InlineData(".config/VSCodium/User/")]
    [InlineData(".config/Code - Insiders/User/")]
    [InlineData(".config/Windsurf/User/")]
    [InlineData(".vscode-server/data/User/")]
    [InlineData(".local/share/code-server/User/")]
    public void Every_editor_is_read_and_the_folder_that_was_open_is_the_project(string user)
    {
        const string Session = """{"sessionId":"c1","creationDate":1773144000000,"requests":[{"requestId":"r1","modelId":"copilot/gpt-5","promptTokens":"12"}]}""";
        using var scan = FixtureScan.OfFiles(
            "copilot-vscode",
            (user + "workspaceStorage/h1/chatSessions/c1.json", Session),
            (user + "workspaceStorage/h1/workspace.json", """{"folder":"file:///w/my%20app"}"""),
            (user + "workspaceStorage/h1/other/c9.json", Session.Replace("c1", "c9")),
            (user + "globalStorage/emptyWindowChatSessions/c2.json", Session.Replace("c1", "c2")));
        Assert.Equal(
            ["c1 /w/my app 12", "c2 - 12"],
            scan.Events.Select(usage => $"{scan.Name(usage.Session)} {scan.Name(usage.Project) ?? "-"} {usage.Tokens.Input}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_log_of_changes_goes_before_the_document_it_came_from()
    {
        using var scan = FixtureScan.OfFiles(
            "copilot-vscode",
            (Sessions + "c1.json", """{"sessionId":"c1","requests":[{"requestId":"r1","modelId":"copilot/gpt-5","promptTokens":1}]}"""),
            (Sessions + "c1.jsonl", Start + """{"kind":1,"k":["requests",0,"promptTokens"],"v":2}"""));
        Assert.Equal(2, Assert.Single(scan.Events).Tokens.Input);
        Assert.Equal(1, scan.Source.DuplicatesDropped);
    }

    [Fact]
    public void A_session_with_traces_counts_from_them_only()
    {
        using var scan = FixtureScan.OfHome("copilot-vscode", home =>
        {
            home.WriteDatabase(
                ".config/Code/User/globalStorage/github.copilot-chat/agent-traces.db",
                "CREATE TABLE spans(span_id TEXT, start_time_ms INTEGER, end_time_ms INTEGER, operation_name TEXT, provider_name TEXT, conversation_id TEXT, chat_session_id TEXT, request_model TEXT, input_tokens INTEGER, output_tokens INTEGER, cached_tokens INTEGER)",
                "CREATE TABLE span_attributes(span_id TEXT, key TEXT, value TEXT)",
                "INSERT INTO spans VALUES('a',1773144000000,1773144000900,'chat','github','v1','c1','gpt-5',1000,20,600), ('b',1773144000000,NULL,'chat','anthropic',NULL,NULL,'claude-opus-4-6',5,6,0), ('c',1,2,'execute_tool','github',NULL,'c3','gpt-5',1,1,1)",
                "INSERT INTO span_attributes VALUES('a','gen_ai.usage.cache_creation.input_tokens','300')");
            string Session(string id) => $$$"""{"sessionId":"{{{id}}}","requests":[{"requestId":"r1","modelId":"copilot/gpt-5","promptTokens":9}]}""";
            home.Write(Sessions + "c1.json", Session("c1"));
            home.Write(Sessions + "v1.json", Session("v1"));
            home.Write(Sessions + "c3.json", Session("c3"));
        });
        Assert.Equal(
            [new TokenCounts(100, 20, 600, 300, 0, 0), new TokenCounts(5, 6, 0, 0, 0, 0), new TokenCounts(9, 0, 0, 0, 0, 0)],
            scan.Events.Select(usage => usage.Tokens));
        Assert.Equal(["github-copilot", "anthropic", "github-copilot"], scan.Events.Select(usage => scan.Name(usage.Provider)));
        Assert.Equal((900, false), (scan.Events[0].DurationMs, scan.Events[0].IsEstimated));
    }

    private static FixtureScan Scan(string path, string text) => FixtureScan.OfFiles("copilot-vscode", (path, text));
}
