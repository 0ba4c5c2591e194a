using System.Text.Json;
using Tokscale.Core.Recounting;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Zerostack;

/// <summary>Second reader of Zerostack's sums of sessions.</summary>
internal sealed class ZerostackRecount : IRecount
{
    public IEnumerable<RecountedCall> Count(RecountInput input) => RecountCopies.Largest(input.Files.Select(SumOf));

    private static (string? Key, RecountedCall Call) SumOf(SourceFile file)
    {
        JsonElement document = RecountJson.OfFile(file.Path);
        string session = document.Text("id") ?? file.Stem;
        return (session, new()
        {
            File = file.Path,
            TimeMs = document.Time("updated_at") ?? document.Time("created_at") ?? file.ModifiedMs,
            Model = document.Text("model"),
            Session = session,
            CostUsd = document.Member("total_cost").Money() is > 0 and var cost ? cost : null,
            Tokens = new TokenCounts(document.Loose("total_input_tokens"), document.Loose("total_output_tokens"), 0, 0, 0, 0),
        });
    }
}
