using System.Text.Json;
using Tokscale.Core.Recounting;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Vibe;

/// <summary>Second reader of Mistral Vibe's sums of sessions.</summary>
internal sealed class VibeRecount : IRecount
{
    public IEnumerable<RecountedCall> Count(RecountInput input)
    {
        // The first version's files may still lie beside what they were turned into.
        Sums[] sessions = [.. input.Files.Select(SumsOf).Where(sums => sums.Call.IsUsage).GroupBy(sums => sums.Call.Session)
            .Select(same => same.MaxBy(sums => (sums.Call.Tokens.Total, sums.ModifiedMs))!)];
        foreach (Sums session in sessions)
        {
            Sums? before = sessions.FirstOrDefault(other => other != session && other.Call.Session == session.Parent);
            RecountedCall call = before is not null && session.GoesOnFrom(before) ? session.Without(before) : session.Call;
            if (call.IsUsage) yield return call;
        }
    }

    private static Sums SumsOf(SourceFile file)
    {
        JsonElement document = RecountJson.OfFile(file.Path);
        JsonElement meta = document.Member("metadata").IsObject() ? document.Member("metadata") : document;
        JsonElement stats = meta.Member("stats");
        var call = new RecountedCall
        {
            File = file.Path,
            TimeMs = meta.Time("end_time") ?? meta.Time("start_time") ?? file.ModifiedMs,
            Model = meta.AnyOf("config", "agent_config").Text("active_model"),
            Session = meta.Text("session_id") ?? (file.Stem == "meta" ? file.FolderName : file.Stem),
            CostUsd = stats.Member("session_cost").Money() is > 0 and var cost ? cost : null,
            Tokens = RecountTokens.Inclusive(
                stats.Loose("session_prompt_tokens"), stats.Loose("session_completion_tokens"), stats.Loose("session_cached_tokens")),
        };
        string place = Path.GetDirectoryName(Path.GetDirectoryName(file.RelativePath)) ?? "";
        return new Sums(call, meta.Text("parent_session_id"), stats.Loose("steps"), place, file.ModifiedMs);
    }

    /// <param name="Place">Where the session's folder lies; those of sub-agents lie deeper.</param>
    private sealed record Sums(RecountedCall Call, string? Parent, long Steps, string Place, long ModifiedMs)
    {
        private TokenCounts Tokens => Call.Tokens;

        /// <summary>Compacting gives a new id to a session that counts on; no counter can be smaller then.</summary>
        public bool GoesOnFrom(Sums before) => Place == before.Place && Steps >= before.Steps
            && Tokens.Input + Tokens.CacheRead >= before.Tokens.Input + before.Tokens.CacheRead && Tokens.Output >= before.Tokens.Output;

        public RecountedCall Without(Sums before) => Call with
        {
            CostUsd = Call.CostUsd - (before.Call.CostUsd ?? 0) is > 0 and var cost ? cost : null,
            Tokens = new TokenCounts(
                Math.Max(0, Tokens.Input - before.Tokens.Input), Tokens.Output - before.Tokens.Output,
                Math.Max(0, Tokens.CacheRead - before.Tokens.CacheRead), 0, 0, 0),
        };
    }
}
