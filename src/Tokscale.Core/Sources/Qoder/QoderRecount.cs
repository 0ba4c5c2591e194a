using System.Text.Json;
using Tokscale.Core.Recounting;
using Tokscale.Core.Sources.Shared.Transcripts;

namespace Tokscale.Core.Sources.Qoder;

/// <summary>Second reader of Qoder's databases and transcripts.</summary>
internal sealed class QoderRecount : IRecount
{
    public IEnumerable<RecountedCall> Count(RecountInput input)
    {
        RecountedCall[] answers = [.. RecountCopies.First(input.Files.Where(IsDatabase).SelectMany(AnswersIn))];
        HashSet<string?> sessions = [.. answers.Select(call => call.Session)];
        IEnumerable<RecountedCall> others = new TranscriptRecount(needsRequestId: true).Count(input.Files.Where(file => !IsDatabase(file)));
        return answers.Concat(others.Where(call => call.Session is null || !sessions.Contains(call.Session)));
    }

    private static bool IsDatabase(SourceFile file) => file.Path.EndsWith(".db", StringComparison.Ordinal);

    private static IEnumerable<(string? Key, RecountedCall Call)> AnswersIn(SourceFile file)
    {
        using var database = RecountDatabase.Open(file.Path);
        if (database is null) yield break;
        ILookup<string?, string?> models = database.Table("chat_record")
            .ToLookup(row => row.Text("request_id"), row => row.Json("extra").Member("modelConfig").Text("key"));
        foreach (RecountRow row in database.Table("chat_message"))
        {
            JsonElement counts = row.Json("token_info");
            if (row.Text("role") != "assistant" || !counts.IsObject()) continue;
            string? id = row.Text("id"), session = row.Text("session_id");
            long prompt = counts.Loose("prompt_tokens");
            yield return (id is null ? null : $"{session} {id}", new()
            {
                File = file.Path,
                TimeMs = row.Time("gmt_create") ?? file.ModifiedMs,
                Model = row.Json("model_info").Text("model_key") ?? models[row.Text("request_id")].FirstOrDefault(model => model is not null),
                Session = session,
                Tokens = RecountTokens.Inclusive(prompt, counts.Loose("completion_tokens"), Math.Min(prompt, counts.Loose("cached_tokens"))),
            });
        }
    }
}
