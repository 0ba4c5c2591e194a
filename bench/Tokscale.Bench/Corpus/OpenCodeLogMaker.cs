using Tokscale.Core.Usage;

namespace Tokscale.Bench.Corpus;

/// <summary>OpenCode before its database: one small indented file a message.</summary>
public sealed class OpenCodeLogMaker(SeededRandom random) : LogMaker("opencode", random)
{
    private static readonly (string Model, string Provider)[] s_models =
        [("claude-sonnet-4-5", "anthropic"), ("gpt-5.2", "openai"), ("big-pickle", "opencode"), ("gemini-3-pro", "google")];

    protected override void MakeSession()
    {
        string session = "ses_" + Random.Name(26);
        (string model, string provider) = Random.Pick<(string, string)>(s_models);
        for (long messages = Random.Between(3, 60); messages > 0; messages--) AddMessage(session, model, provider);
    }

    private void AddMessage(string session, string model, string provider)
    {
        Pass(60);
        string message = "msg_" + Random.Name(26);
        var tokens = new TokenCounts(
            Random.Between(1, 3000), 1 + Random.HeavyTailed(250, 9000), Random.HeavyTailed(20_000, 150_000),
            Random.HeavyTailed(700, 20_000), CacheWrite1h: 0, Random.Chance(33) ? Random.HeavyTailed(200, 3000) : 0);
        Count(model, tokens);
        long createdMs = new DateTimeOffset(Now).ToUnixTimeMilliseconds();
        Log.AddLine($$"""{""");
        Log.AddLine($$"""  "id": "{{message}}", "sessionID": "{{session}}", "role": "assistant",""");
        Log.AddLine($$"""  "time": { "created": {{createdMs}}, "completed": {{createdMs + 4000}} },""");
        Log.AddLine($$"""  "parentID": "msg_{{Random.Name(26)}}", "modelID": "{{model}}", "providerID": "{{provider}}",""");
        Log.AddLine($$"""  "mode": "build", "agent": "build", "path": { "cwd": "{{PickProject()}}", "root": "/" }, "cost": 0,""");
        Log.AddLine($$"""  "tokens": { "total": {{tokens.Total}}, "input": {{tokens.Input}}, "output": {{tokens.Output}}, "reasoning": {{tokens.Reasoning}},""");
        Log.AddLine($$"""    "cache": { "read": {{tokens.CacheRead}}, "write": {{tokens.CacheWrite}} } },""");
        Log.AddLine($$"""  "finish": "stop" """);
        Log.AddLine($$"""}""");
        SaveLog($".local/share/opencode/storage/message/{session}/{message}.json");
    }
}
