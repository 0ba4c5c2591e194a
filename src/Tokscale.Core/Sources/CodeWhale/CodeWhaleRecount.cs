using System.Text.Json;
using Tokscale.Core.Recounting;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.CodeWhale;

/// <summary>Second reader of CodeWhale's sums of sessions.</summary>
internal sealed class CodeWhaleRecount : IRecount
{
    public IEnumerable<RecountedCall> Count(RecountInput input)
    {
        (string? Parent, RecountedCall Call)[] sums = [.. input.Files.Select(SumOf)];
        RecountedCall[] sessions = [.. RecountCopies.Largest(sums.Select(found => ((string?)found.Call.Session, found.Call)))];
        foreach (RecountedCall session in sessions)
        {
            string? parentId = sums.First(found => ReferenceEquals(found.Call, session)).Parent;
            RecountedCall? parent = sessions.FirstOrDefault(other => other.Session == parentId && other != session);
            RecountedCall own = parent is null ? session : session with
            {
                CostUsd = session.CostUsd - (parent.CostUsd ?? 0) is > 0 and var cost ? cost : null,
                Tokens = new TokenCounts(Math.Max(0, session.Tokens.Input - parent.Tokens.Input), 0, 0, 0, 0, 0),
            };
            if (own.IsUsage) yield return own;
        }
    }

    private static (string? Parent, RecountedCall Call) SumOf(SourceFile file)
    {
        JsonElement meta = RecountJson.OfFile(file.Path).Member("metadata"), cost = meta.Member("cost");
        decimal total = (cost.Member("session_cost_usd").Money() ?? 0) + (cost.Member("subagent_cost_usd").Money() ?? 0);
        return (meta.Text("parent_session_id"), new()
        {
            File = file.Path,
            TimeMs = meta.Time("updated_at") ?? meta.Time("created_at") ?? file.ModifiedMs,
            Model = meta.Text("model"),
            Session = meta.Text("id") ?? file.Stem,
            CostUsd = total > 0 ? total : null,
            Tokens = new TokenCounts(meta.Loose("total_tokens"), 0, 0, 0, 0, 0),
        });
    }
}
