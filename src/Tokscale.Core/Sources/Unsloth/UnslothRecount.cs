using System.Text.Json;
using Tokscale.Core.Recounting;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Unsloth;

/// <summary>Second reader of Unsloth Studio's database.</summary>
internal sealed class UnslothRecount : IRecount
{
    private static readonly string[] s_localProviders = ["local", "llama.cpp", "ollama", "unsloth"];

    public IEnumerable<RecountedCall> Count(RecountInput input) => RecountCopies.First(input.Files.SelectMany(RowsIn));

    private static List<(string? Key, RecountedCall Call)> RowsIn(SourceFile file)
    {
        var calls = new List<(string? Key, RecountedCall Call)>();
        using var database = RecountDatabase.Open(file.Path);
        if (database is null) return calls;
        RecountRow[] threads = [.. database.Table("chat_threads")];
        foreach (RecountRow row in database.Table("chat_messages").Where(row => row.Text("role") == "assistant"))
        {
            JsonElement meta = row.Json("metadata_json"), usage = meta.Member("contextUsage"), details = meta.Member("responseDetails");
            string? thread = row.Text("thread_id");
            calls.Add((row.Text("id") is { } id ? "chat " + id : null, new()
            {
                File = file.Path,
                TimeMs = row.Time("created_at") ?? file.ModifiedMs,
                Model = details.Text("responseModelId") ?? usage.Text("modelId")
                    ?? threads.FirstOrDefault(known => thread is not null && known.Text("id") == thread)?.Text("model_id"),
                Session = thread,
                CostUsd = details.Text("providerType") is { } provider && !s_localProviders.Contains(provider) ? null : 0,
                Tokens = RecountTokens.Inclusive(
                    usage.Loose("promptTokens"), usage.Loose("completionTokens"), usage.Loose("cachedTokens"),
                        usage.Loose("cacheWriteTokens"),
                    usage.Loose("reasoningTokens")),
            }));
        }
        foreach (RecountRow row in database.Table("api_usage_events").Where(row => row.Text("status") == "completed"))
        {
            calls.Add((row.Text("id") is { } id ? "api " + id : null, new()
            {
                File = file.Path,
                TimeMs = row.Time("created_at") ?? file.ModifiedMs,
                Model = row.Text("model"),
                Session = row.Text("subject"),
                CostUsd = 0,
                Tokens = new TokenCounts(row.Count("prompt_tokens"), row.Count("completion_tokens"), 0, 0, 0, 0),
            }));
        }
        return calls;
    }
}
