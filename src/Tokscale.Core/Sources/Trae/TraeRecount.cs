using System.Text.Json;
using Tokscale.Core.Recounting;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Trae;

/// <summary>Second reader of saved pages of Trae's usage.</summary>
internal sealed class TraeRecount : IRecount
{
    public IEnumerable<RecountedCall> Count(RecountInput input) => RecountCopies.First(input.Files.SelectMany(RowsIn));

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
                CostUsd = row.Member("dollar_float").Money(),
                Tokens = new TokenCounts(
                    counts.Loose("input_token"), counts.Loose("output_token"), counts.Loose("cache_read_token"),
                        counts.Loose("cache_write_token"), 0, 0),
            };
            if (call.Session is not null) yield return ($"{call.Session} {call.TimeMs} {call.Model} {call.Tokens}", call);
        }
    }
}
