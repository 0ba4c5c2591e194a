using System.Text.Json;
using Tokscale.Core.Recounting;

namespace Tokscale.Core.Sources.Fx;

/// <summary>Second reader of fx's sums of sessions.</summary>
internal sealed class FxRecount : IRecount
{
    public IEnumerable<RecountedCall> Count(RecountInput input) => RecountCopies.Largest(input.Files.SelectMany(SumsIn));

    private static IEnumerable<(string? Key, RecountedCall Call)> SumsIn(SourceFile file)
    {
        JsonElement document = RecountJson.OfFile(file.Path), snapshot = document.Member("snapshot");
        JsonElement session = RecountJson.OfFile(Path.Join(Path.GetDirectoryName(file.Path), "session.json"));
        string id = document.Text("session_id") ?? session.Text("id") ?? file.FolderName;
        JsonElement[] models = [.. snapshot.Member("models").Items()];
        foreach (JsonElement sums in models.Length > 0 ? models : [snapshot])
        {
            var call = new RecountedCall
            {
                File = file.Path,
                TimeMs = session.Time("updated_at_ms") ?? session.Time("created_at_ms") ?? file.ModifiedMs,
                Model = sums.Text("model") is { } name ? name[(name.IndexOf('/') + 1)..] : null,
                Session = id,
                Messages = (int)Math.Clamp(sums.Member("request_count").LooseOrNull() ?? 1, 1, int.MaxValue),
                CostUsd = sums.Member("total_cost").LooseMoney(),
                Tokens = RecountTokens.Inclusive(
                    sums.Loose("input_tokens"), sums.Loose("output_tokens"), sums.Loose("cache_read_tokens"),
                    sums.Loose("cache_write_tokens"), sums.Loose("reasoning_tokens")),
            };
            // With the provider: two may serve a model of one name.
            yield return ($"{id} {sums.Text("model")}", call);
        }
    }
}
