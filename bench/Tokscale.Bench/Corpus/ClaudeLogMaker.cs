using Tokscale.Core.Usage;

namespace Tokscale.Bench.Corpus;

/// <summary>Claude Code: tool results twice a line, and one line with the same usage for every content block of a response.</summary>
public sealed class ClaudeLogMaker(SeededRandom random) : LogMaker("claude", random)
{
    private static readonly string[] s_models =
        ["claude-sonnet-4-5-20250929", "claude-opus-4-5-20251101", "claude-haiku-4-5-20251001", "claude-opus-4-1-20250805"];

    private static readonly string[][] s_responses =
        [["text"], ["thinking", "tool_use"], ["tool_use"], ["text", "tool_use"], ["thinking", "text", "tool_use"]];

    private static readonly string[] s_tools = ["Read", "Edit", "Bash", "Grep"];

    private string _project = string.Empty;
    private string _model = string.Empty;
    private Guid _session, _parent;
    private long _cacheRead;

    protected override void MakeSession()
    {
        (_project, _model, _session, _parent, _cacheRead) = (PickProject(), Random.Pick<string>(s_models), NewId(), NewId(), 0);
        if (Random.Chance(30)) Log.AddLine($$$"""{"type":"summary","summary":"{{{Text.Words(60)}}}","leafUuid":"{{{NewId()}}}"}""");
        long sessionBytes = Random.HeavyTailed(250_000, 6_000_000);
        while (Log.Length < sessionBytes)
        {
            if (Random.Chance(15)) AddPrompt();
            else AddToolResult();
            if (Random.Chance(2)) _model = Random.Pick<string>(s_models);
            AddResponse();
            if (Random.Chance(5)) AddSnapshot();
        }
        SaveLog($".claude/projects/{_project.Replace('/', '-').Replace('.', '-')}/{_session}.jsonl");
    }

    private void AddPrompt()
    {
        StartLine();
        Log.AddLine($$$"""
            "type":"user","message":{"role":"user","content":"{{{Text.Words(300, 20_000)}}}"},"uuid":"{{{_parent}}}",
            "timestamp":"{{{Now}}}","thinkingMetadata":{"level":"none","disabled":true,"triggers":[]}}
            """);
    }

    private void AddToolResult()
    {
        ReadOnlySpan<byte> result = Text.Words(3500, 200_000);
        StartLine();
        Log.AddLine($$$"""
            "type":"user","message":{"role":"user","content":[
            {"tool_use_id":"toolu_01{{{Random.Name(24)}}}","type":"tool_result","content":"{{{result}}}"}]},
            "uuid":"{{{_parent}}}","timestamp":"{{{Now}}}","toolUseResult":{"type":"text","file":{"filePath":"{{{_project}}}/src/a.ts",
            "content":"{{{result}}}","numLines":20,"startLine":1,"totalLines":20}
            }}
            """);
    }

    private void AddResponse()
    {
        long cacheWrite = Random.HeavyTailed(900, 60_000);
        var tokens = new TokenCounts(
            Random.Between(1, 12), 1 + Random.HeavyTailed(250, 16_000), _cacheRead, cacheWrite,
            Random.Chance(10) ? cacheWrite : 0, Reasoning: 0);
        Count(_model, tokens);
        _cacheRead += cacheWrite;
        string message = Random.Name(24), request = Random.Name(24);
        foreach (string block in Random.Pick<string[]>(s_responses))
        {
            StartLine();
            Log.Add($$$"""
                "message":{"model":"{{{_model}}}","id":"msg_01{{{message}}}","type":"message","role":"assistant","content":[
                """);
            AddBlock(block);
            Log.AddLine($$$"""
                ],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":{{{tokens.Input}}},
                "cache_creation_input_tokens":{{{cacheWrite}}},"cache_read_input_tokens":{{{tokens.CacheRead}}},
                "cache_creation":{"ephemeral_5m_input_tokens":{{{tokens.CacheWrite5m}}},
                "ephemeral_1h_input_tokens":{{{tokens.CacheWrite1h}}}
                },
                "output_tokens":{{{tokens.Output}}},"service_tier":"standard"}},
                "requestId":"req_011{{{request}}}","type":"assistant","uuid":"{{{_parent}}}","timestamp":"{{{Now}}}"}
                """);
        }
    }

    private void AddBlock(string type)
    {
        switch (type)
        {
            case "text":
                Log.Add($$$"""{"type":"text","text":"{{{Text.Words(400, 8000)}}}"}""");
                break;
            case "thinking":
                Log.Add($$$"""{"type":"thinking","thinking":"{{{Text.Words(600, 9000)}}}","signature":"{{{Text.Letters(300)}}}"}""");
                break;
            default:
                Log.Add($$$"""
                    {"type":"tool_use","id":"toolu_01{{{Random.Name(24)}}}","name":"{{{Random.Pick<string>(s_tools)}}}","input":{
                    "file_path":"{{{_project}}}/src/a.ts","old_string":"{{{Text.Words(200, 4000)}}}",
                    "new_string":"{{{Text.Words(250, 4000)}}}"}}
                    """);
                break;
        }
    }

    private void AddSnapshot()
    {
        Guid id = NewId();
        Log.AddLine($$$"""
            {"type":"file-history-snapshot","messageId":"{{{id}}}","snapshot":{"messageId":"{{{id}}}","trackedFileBackups":{},
            "timestamp":"{{{Now}}}"},"isSnapshotUpdate":false}
            """);
    }

    /// <summary>What every line of a session starts with; the line becomes the next one's parent.</summary>
    private void StartLine()
    {
        Pass(45);
        Guid parent = _parent;
        _parent = NewId();
        Log.Add($$$"""
            {"parentUuid":"{{{parent}}}","isSidechain":false,"userType":"external","cwd":"{{{_project}}}","sessionId":"{{{_session}}}",
            "version":"2.1.4","gitBranch":"main",
            """);
    }
}
