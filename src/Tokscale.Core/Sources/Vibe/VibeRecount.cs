using System.Text.Json;
using Tokscale.Core.Recounting;

namespace Tokscale.Core.Sources.Vibe;

/// <summary>Second reader of Mistral Vibe's sums of sessions.</summary>
internal sealed class VibeRecount : IRecount
{
    public IEnumerable<RecountedCall> Count(RecountInput input) => RecountCopies.Largest(input.Files.Select(SumOf));

    private static (string? Key, RecountedCall Call) SumOf(SourceFile file)
    {
        JsonElement document = RecountJson.OfFile(file.Path);
        JsonElement meta = document.Member("metadata").IsObject() ? document.Member("metadata") : document;
        JsonElement stats = meta.Member("stats");
        string session = meta.Text("session_id") ?? (file.Stem == "meta" ? file.FolderName : file.Stem);
        return (session, new()
        {
            File = file.Path,
            TimeMs = meta.Time("end_time") ?? meta.Time("start_time") ?? file.ModifiedMs,
            Model = meta.AnyOf("config", "agent_config").Text("active_model"),
            Session = session,
            CostUsd = stats.Member("session_cost").Money() is > 0 and var cost ? cost : null,
            Tokens = RecountTokens.Inclusive(
                stats.Loose("session_prompt_tokens"), stats.Loose("session_completion_tokens"), stats.Loose("session_cached_tokens")),
        });
    }
}
