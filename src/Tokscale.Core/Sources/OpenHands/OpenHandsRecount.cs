using System.Text.Json;
using Tokscale.Core.Recounting;

namespace Tokscale.Core.Sources.OpenHands;

/// <summary>Second reader of OpenHands' conversations.</summary>
internal sealed class OpenHandsRecount : IRecount
{
    private static readonly string[] s_counts =
        ["prompt_tokens", "completion_tokens", "cache_read_tokens", "cache_write_tokens", "reasoning_tokens"];

    public IEnumerable<RecountedCall> Count(RecountInput input) => RecountCopies.First(input.Files.SelectMany(CallsIn));

    private static IEnumerable<(string? Key, RecountedCall Call)> CallsIn(SourceFile file)
    {
        JsonElement state = RecountJson.OfFile(file.Path);
        if (state.Member("agent").Member("kind").Is("ACPAgent")) yield break;
        string session = state.Text("id") ?? file.FolderName;
        foreach (JsonProperty use in state.Member("stats").Member("usage_to_metrics").Fields())
        {
            List<JsonElement> calls = [.. use.Value.Member("token_usages").Items()], costs = [.. use.Value.Member("costs").Items()];
            for (int index = 0; index < calls.Count; index++)
            {
                JsonElement cost = costs.Count == calls.Count ? costs[index] : default;
                RecountedCall call = CallOf(file, session, use.Value, calls[index]) with { CostUsd = cost.Member("cost").Money() };
                string key = calls[index].Text("response_id") is { } id ? id + " " + CountsOf(calls[index]) : $"{session} {use.Name} {index}";
                yield return (key, cost.Time("timestamp") is { } timeMs ? call with { TimeMs = timeMs } : call);
            }
            if (calls.Count > 0) continue;
            RecountedCall sum = CallOf(file, session, use.Value, use.Value.Member("accumulated_token_usage"));
            decimal? costUsd = use.Value.Member("accumulated_cost").Money();
            yield return ($"{session} {use.Name}", sum with { CostUsd = costUsd > 0 ? costUsd : null });
        }
    }

    private static string CountsOf(JsonElement usage) => string.Join(' ', s_counts.Select(name => usage.Count(name)));

    private static RecountedCall CallOf(SourceFile file, string session, JsonElement use, JsonElement usage)
    {
        string? model = usage.Text("model") ?? use.Text("model_name");
        return new()
        {
            File = file.Path,
            TimeMs = file.ModifiedMs,
            Model = model?[(model.IndexOf('/') + 1)..],
            Session = session,
            Tokens = RecountTokens.Inclusive(
                usage.Count(s_counts[0]), usage.Count(s_counts[1]), usage.Count(s_counts[2]), usage.Count(s_counts[3]), usage.Count(s_counts[4])),
        };
    }
}
