using System.Text.Json;
using Tokscale.Core.Recounting;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.CodeWhale;

/// <summary>Second reader of CodeWhale's sums of sessions.</summary>
internal sealed class CodeWhaleRecount : IRecount
{
    public IEnumerable<RecountedCall> Count(RecountInput input) => RecountCopies.Largest(input.Files.Select(SumOf));

    private static (string? Key, RecountedCall Call) SumOf(SourceFile file)
    {
        JsonElement meta = RecountJson.OfFile(file.Path).Member("metadata"), cost = meta.Member("cost");
        decimal total = (cost.Member("session_cost_usd").Money() ?? 0) + (cost.Member("subagent_cost_usd").Money() ?? 0);
        string session = meta.Text("id") ?? file.Stem;
        return (session, new()
        {
            File = file.Path,
            TimeMs = meta.Time("updated_at") ?? meta.Time("created_at") ?? file.ModifiedMs,
            Model = meta.Text("model"),
            Session = session,
            CostUsd = total > 0 ? total : null,
            Tokens = new TokenCounts(meta.Loose("total_tokens"), 0, 0, 0, 0, 0),
        });
    }
}
