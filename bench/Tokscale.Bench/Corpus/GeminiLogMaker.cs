using Tokscale.Core.Usage;

namespace Tokscale.Bench.Corpus;

/// <summary>Gemini CLI: one indented document a session.</summary>
public sealed class GeminiLogMaker(SeededRandom random) : LogMaker("gemini", random)
{
    private const long ContextTokensMax = 900_000;

    private static readonly string[] s_models = ["gemini-2.5-pro", "gemini-2.5-flash", "gemini-3-pro-preview"];

    private string _model = string.Empty;
    private long _contextTokens;

    protected override void MakeSession()
    {
        Guid session = NewId();
        (_model, _contextTokens) = (Random.Pick<string>(s_models), 8000);
        string folder = $".gemini/tmp/{Random.Next():x16}{Random.Next():x16}/chats";
        string path = $"{folder}/session-{Now:yyyy-MM-dd'T'HH-mm}-{session.ToString()[..8]}.json";
        Log.AddLine($$"""{""");
        Log.AddLine($$"""  "sessionId": "{{session}}", "projectHash": "5f2e",""");
        Log.AddLine($$"""  "startTime": "{{Now}}",""");
        Log.AddLine($$"""  "lastUpdated": "{{Now}}",""");
        Log.AddLine($$"""  "messages": [""");
        long sessionBytes = Random.HeavyTailed(150_000, 3_000_000);
        for (bool isFirst = true; Log.Length < sessionBytes || isFirst; isFirst = false)
        {
            if (!isFirst) Log.AddLine($$"""    ,""");
            AddPrompt();
            AddResponse();
        }
        Log.AddLine($$"""  ]""");
        Log.AddLine($$"""}""");
        SaveLog(path);
    }

    private void AddPrompt()
    {
        Pass(90);
        Log.AddLine($$"""    {""");
        Log.AddLine($$"""      "id": "{{NewId()}}", "timestamp": "{{Now}}", "type": "user",""");
        Log.AddLine($$"""      "content": "{{Text.Words(300, 5000)}}" """);
        Log.AddLine($$"""    },""");
    }

    private void AddResponse()
    {
        long prompt = _contextTokens + Random.HeavyTailed(300, 9000), cached = prompt * Random.Pick([0L, 50, 80]) / 100;
        var tokens = new TokenCounts(
            prompt - cached, 1 + Random.HeavyTailed(200, 8000), cached, CacheWrite: 0, CacheWrite1h: 0, Random.HeavyTailed(150, 4000));
        _contextTokens = Math.Min(prompt + tokens.Output, ContextTokensMax);
        Count(_model, tokens);
        Log.AddLine($$"""    {""");
        Log.AddLine($$"""      "id": "{{NewId()}}", "timestamp": "{{Now}}", "type": "gemini",""");
        Log.AddLine($$"""      "content": "{{Text.Words(700, 20_000)}}",""");
        Log.AddLine($$"""      "thoughts": [ { "subject": "Plan", "description": "{{Text.Words(120)}}", "timestamp": "{{Now}}" } ],""");
        Log.AddLine($$"""      "toolCalls": [""");
        Log.AddLine($$"""        { "id": "read_file-{{Random.Name(24)}}", "name": "read_file", "args": { "path": "a.ts" }, "result": [""");
        Log.AddLine($$"""          { "functionResponse": { "id": "x", "name": "read_file", "response": {""");
        Log.AddLine($$"""            "output": "{{Text.Words(3000, 60_000)}}" } } } ], "status": "success", "timestamp": "{{Now}}" } ],""");
        Log.Add($$"""      "tokens": { "input": {{prompt}}, "output": {{tokens.Output}}, "cached": {{cached}},""");
        Log.AddLine($$""" "thoughts": {{tokens.Reasoning}}, "tool": 0, "total": {{prompt + tokens.Output + tokens.Reasoning}} },""");
        Log.AddLine($$"""      "model": "{{_model}}" """);
        Log.AddLine($$"""    }""");
    }
}
