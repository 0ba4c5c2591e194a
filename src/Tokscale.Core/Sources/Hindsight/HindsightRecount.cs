using System.Text.Json;
using Tokscale.Core.Recounting;

namespace Tokscale.Core.Sources.Hindsight;

/// <summary>Second reader of saved pages of Hindsight's usage.</summary>
internal sealed class HindsightRecount : IRecount
{
    public IEnumerable<RecountedCall> Count(RecountInput input) => RecountCopies.First(input.Files.SelectMany(RowsIn));

    private static IEnumerable<(string? Key, RecountedCall Call)> RowsIn(SourceFile file)
    {
        foreach (JsonElement row in RecountFile.Objects(file.Path))
        {
            long input = row.Loose("input_tokens"), output = row.Loose("output_tokens");
            if ((input | output) == 0) continue;
            yield return (row.Text("id"), new()
            {
                File = file.Path,
                TimeMs = row.Time("started_at") ?? file.ModifiedMs,
                Model = row.Text("model"),
                Session = row.Text("trace_id") ?? row.Text("bank") ?? file.Stem,
                Tokens = RecountTokens.Inclusive(input, output, row.Loose("cached_tokens")),
            });
        }
    }
}
