using System.Text.Json;
using Tokscale.Core.Recounting;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Augment;

/// <summary>Second reader of Augment's sessions.</summary>
internal sealed class AugmentRecount : IRecount
{
    public IEnumerable<RecountedCall> Count(RecountInput input) => RecountCopies.First(input.Files.SelectMany(EntriesIn));

    private static IEnumerable<(string? Key, RecountedCall Call)> EntriesIn(SourceFile file)
    {
        JsonElement document = RecountJson.OfFile(file.Path);
        string session = document.Text("sessionId") ?? file.Stem;
        foreach (JsonElement entry in document.Member("chatHistory").Items())
        {
            JsonElement exchange = entry.Member("exchange");
            // Later nodes of the turn repeat the counts.
            TokenCounts tokens = exchange.Member("response_nodes").Items()
                .Select(node => TokensOf(node.Member("token_usage"))).FirstOrDefault(counts => !counts.IsZero);
            string? key = exchange.Text("request_id") is { } id ? "request " + id
                : entry.Member("sequenceId").CountOrNull() is { } number ? $"{session} {number}"
                : null;
            yield return (key, new()
            {
                File = file.Path,
                TimeMs = entry.Time("finishedAt") ?? document.Time("modified") ?? document.Time("created") ?? file.ModifiedMs,
                Model = exchange.Text("model_id") ?? document.Member("agentState").Text("modelId"),
                Session = session,
                Tokens = tokens,
            });
        }
    }

    private static TokenCounts TokensOf(JsonElement usage) => new(
        usage.Loose("input_tokens"), usage.Loose("output_tokens"), usage.Loose("cache_read_input_tokens"),
            usage.Loose("cache_creation_input_tokens"), 0, 0);
}
