using Tokscale.Core.Usage;

namespace Tokscale.Bench.Corpus;

/// <summary>Codex: big tool outputs, running totals after every response, and now and then the same totals again.</summary>
public sealed class CodexLogMaker(SeededRandom random) : LogMaker("codex", random)
{
    private const long ContextTokensMax = 240_000;

    private static readonly string[] s_models = ["gpt-5.1-codex", "gpt-5.2", "gpt-5.1-codex-mini"];

    private string _project = string.Empty;
    private string _model = string.Empty;
    private long _contextTokens;
    private RawUsage _total;

    protected override void MakeSession()
    {
        Guid session = NewId();
        (_project, _model, _contextTokens, _total) = (PickProject(), Random.Pick<string>(s_models), 6000, default);
        string path = $".codex/sessions/{Now:yyyy/MM/dd}/rollout-{Now:yyyy-MM-dd'T'HH-mm-ss}-{session}.jsonl";
        Log.AddLine($$$"""
            {"timestamp":"{{{Now}}}","type":"session_meta","payload":{"id":"{{{session}}}","timestamp":"{{{Now}}}","cwd":"{{{_project}}}",
            "originator":"codex_cli_rs","cli_version":"0.77.0","instructions":"{{{Text.Words(2000)}}}",
            "source":"cli","model_provider":"openai"}}
            """);
        long sessionBytes = Random.HeavyTailed(300_000, 8_000_000);
        while (Log.Length < sessionBytes) AddTurn();
        SaveLog(path);
    }

    private void AddTurn()
    {
        Pass(60);
        Log.AddLine($$$"""
            {"timestamp":"{{{Now}}}","type":"turn_context","payload":{"cwd":"{{{_project}}}","approval_policy":"on-request",
            "sandbox_policy":{"type":"workspace-write"},"model":"{{{_model}}}","effort":"high","summary":"auto"}}
            """);
        for (long responses = Random.Between(1, 6); responses > 0; responses--)
        {
            AddToolCall();
            AddUsage();
        }
    }

    private void AddToolCall()
    {
        Pass(30);
        string call = Random.Name(24);
        Log.AddLine($$$"""
            {"timestamp":"{{{Now}}}","type":"response_item","payload":{"type":"function_call","name":"shell",
            "arguments":"{\"command\":[\"bash\",\"-lc\",\"{{{Text.Letters(120)}}}\"]}","call_id":"call_{{{call}}}"}}
            """);
        Log.AddLine($$$"""
            {"timestamp":"{{{Now}}}","type":"response_item","payload":{"type":"function_call_output","call_id":"call_{{{call}}}",
            "output":"{{{Text.Words(3000, 100_000)}}}"}}
            """);
        if (Random.Chance(50))
        {
            Log.AddLine($$$"""
                {"timestamp":"{{{Now}}}","type":"response_item","payload":{"type":"reasoning","summary":[{"type":"summary_text",
                "text":"{{{Text.Words(200)}}}"}],"content":null,
                "encrypted_content":"gAAAA{{{Text.Letters((int)Random.HeavyTailed(900, 9000))}}}"}}
                """);
        }
    }

    private void AddUsage()
    {
        long input = _contextTokens + Random.HeavyTailed(400, 20_000), output = 1 + Random.HeavyTailed(200, 9000);
        var last = new RawUsage(input, _contextTokens / 128 * 128, output, output * Random.Between(0, 60) / 100);
        _total = _total.Plus(last);
        _contextTokens = input + output < ContextTokensMax ? input + output : 8000;
        Count(_model, new TokenCounts(input - last.Cached, output - last.Reasoning, last.Cached, 0, CacheWrite1h: 0, last.Reasoning));
        int start = Log.Length;
        Log.Add($$$"""{"timestamp":"{{{Now}}}","type":"event_msg","payload":{"type":"token_count","info":{"total_token_usage":""");
        AddCounts(_total);
        Log.Add($$$"""
            ,"last_token_usage":
            """);
        AddCounts(last);
        Log.AddLine($$$"""
            ,"model_context_window":272000},"rate_limits":{"primary":{"used_percent":3.0,"window_minutes":300,"resets_at":1767650000},
            "secondary":null}
            }}
            """);
        if (Random.Chance(20)) Log.Repeat(start..Log.Length);
    }

    private void AddCounts(in RawUsage usage) => Log.Add($$$"""
        {"input_tokens":{{{usage.Input}}},"cached_input_tokens":{{{usage.Cached}}},"output_tokens":{{{usage.Output}}},
        "reasoning_output_tokens":{{{usage.Reasoning}}},"total_tokens":{{{usage.Input + usage.Output}}}}
        """);

    /// <summary>Counts as logged: input holds the cached part, output the reasoning.</summary>
    private readonly record struct RawUsage(long Input, long Cached, long Output, long Reasoning)
    {
        public RawUsage Plus(in RawUsage other) =>
            new(Input + other.Input, Cached + other.Cached, Output + other.Output, Reasoning + other.Reasoning);
    }
}
