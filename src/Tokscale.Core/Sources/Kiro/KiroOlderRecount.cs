using System.Text.Json;
using Tokscale.Core.Recounting;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Kiro;

/// <summary>Second reader of the store of Kiro's older editor: chats, executions and sessions of a workspace.</summary>
internal static class KiroOlderRecount
{
    private const string NoModel = "auto";

    private static readonly string[] s_prompts = ["human", "user"], s_answers = ["bot", "assistant"], s_said = ["say", "reasoning"];

    public static IEnumerable<RecountedCall> Count(IEnumerable<SourceFile> files)
    {
        List<(string? Execution, RecountedCall Call)> calls = [.. files.Select(Read).OfType<(string? Execution, RecountedCall Call)>()];
        // An execution and the chat it was made from are one; the execution has more.
        IEnumerable<RecountedCall> told = calls.Where(found => found.Execution is not null)
            .GroupBy(found => found.Execution)
            .Select(same => same.OrderBy(found => found.Call.File.EndsWith(".chat", StringComparison.Ordinal)).First().Call);
        return told.Concat(calls.Where(found => found.Execution is null).Select(found => found.Call));
    }

    private static (string? Execution, RecountedCall Call)? Read(SourceFile file)
    {
        JsonElement document = RecountJson.OfFile(file.Path);
        JsonElement meta = document.Member("metadata");
        if (document.Member("actions").Exists()) return Execution(file, document);
        if (document.Member("chat").Exists())
        {
            return Of(document.Text("executionId"), new()
            {
                File = file.Path,
                TimeMs = meta.Time("endTime") ?? meta.Time("startTime") ?? file.ModifiedMs,
                Model = meta.Text("modelId"),
                Session = meta.Text("workflowId") ?? file.Stem,
                Tokens = TextsOf(document.Member("chat").Items()),
            });
        }
        JsonElement[] history = [.. document.Member("history").Items()];
        JsonElement[] answers = [.. history.Where(entry => !s_prompts.Contains(entry.Member("message").Text("role")))];
        if (answers.Length > 0 && answers.All(entry => entry.Text("executionId") is not null)) return null;
        return Of(null, new()
        {
            File = file.Path,
            TimeMs = document.Time("updatedAt") ?? document.Time("createdAt") ?? file.ModifiedMs,
            Model = document.Text("selectedModel"),
            Session = document.Text("sessionId") ?? file.Stem,
            Tokens = TextsOf(history.Select(entry => entry.Member("message"))),
        });
    }

    private static (string? Execution, RecountedCall Call)? Of(string? execution, RecountedCall call) =>
        call.IsUsage ? (execution, call with { Model = call.Model ?? NoModel }) : null;

    private static TokenCounts TextsOf(IEnumerable<JsonElement> messages)
    {
        long prompt = 0, answer = 0;
        foreach (JsonElement message in messages)
        {
            if (s_prompts.Contains(message.Text("role"))) prompt += KiroRecount.Characters(message.Member("content"));
            else if (s_answers.Contains(message.Text("role"))) answer += KiroRecount.Characters(message.Member("content"));
        }
        return KiroRecount.Estimate(null, 0, prompt, answer);
    }

    private static (string? Execution, RecountedCall Call)? Execution(SourceFile file, JsonElement document)
    {
        long answer = document.Member("actions").Items().Where(action => s_said.Contains(action.Text("actionType")))
            .Sum(action => KiroRecount.Characters(action.Member("output").IsObject() ? action.Member("output").AnyOf("message", "text")
                : action.Member("output")));
        long context = document.Member("context").Member("messages").Items()
            .Sum(message => KiroRecount.Characters(message.Member("entries")));
        long asked = document.Member("input").Member("data").Member("messages").Items()
            .Sum(message => KiroRecount.Characters(message.Member("content")));
        return Of(document.Text("executionId"), new()
        {
            File = file.Path,
            TimeMs = document.Time("endTime") ?? document.Time("startTime") ?? file.ModifiedMs,
            Model = document.Member("completionOptions").Text("modelId"),
            Session = document.Text("chatSessionId") ?? file.Stem,
            Tokens = KiroRecount.Estimate(null, 0, context + asked, answer),
        });
    }
}
