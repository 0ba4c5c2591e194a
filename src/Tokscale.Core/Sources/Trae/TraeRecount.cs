using System.Text.Json;
using Tokscale.Core.Recounting;
using Tokscale.Core.Sources.Shared.Rollouts;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Trae;

/// <summary>Second reader of saved pages of Trae's usage and of its CLI's rollouts.</summary>
internal sealed class TraeRecount : IRecount
{
    public IEnumerable<RecountedCall> Count(RecountInput input)
    {
        ILookup<bool, SourceFile> byKind = input.Files.ToLookup(file => file.Path.EndsWith(".json", StringComparison.OrdinalIgnoreCase));
        return RecountCopies.First(byKind[true].SelectMany(RowsIn)).Concat(new RolloutRecount(noModel: "unknown").Count(byKind[false]));
    }

    private static IEnumerable<(string? Key, RecountedCall Call)> RowsIn(SourceFile file)
    {
        foreach (JsonElement row in RecountJson.ItemsOfFile(file.Path))
        {
            JsonElement counts = row.Member("extra_info");
            string? model = row.Text("model_name") ?? (row.Text("mode") is { } mode ? "trae-" + mode : null);
            var call = new RecountedCall
            {
                File = file.Path,
                TimeMs = row.Time("usage_time") ?? file.ModifiedMs,
                Model = model?.ToLowerInvariant().Replace(' ', '-'),
                Session = row.Text("session_id"),
                CostUsd = row.Member("dollar_float").LooseMoney(),
                Tokens = new TokenCounts(
                    counts.Loose("input_token"), counts.Loose("output_token"), counts.Loose("cache_read_token"),
                        counts.Loose("cache_write_token"), 0, 0),
            };
            if (call.Session is not null) yield return ($"{call.Session} {call.TimeMs} {call.Model} {call.Tokens}", call);
        }
    }
}
