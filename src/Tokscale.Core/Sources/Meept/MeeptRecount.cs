using Tokscale.Core.Recounting;

namespace Tokscale.Core.Sources.Meept;

/// <summary>Second reader of Meept's calls.</summary>
internal sealed class MeeptRecount : IRecount
{
    public IEnumerable<RecountedCall> Count(RecountInput input) => RecountCopies.First(input.Files.SelectMany(CallsIn));

    private static IEnumerable<(string? Key, RecountedCall Call)> CallsIn(SourceFile file)
    {
        using var database = RecountDatabase.Open(file.Path);
        if (database is null) yield break;
        foreach (RecountRow row in database.Table("llm_calls"))
        {
            long sent = row.Count("tokens_sent"), read = row.Count("tokens_cached"), written = row.Count("cache_creation_tokens");
            string provider = (row.Text("provider") ?? "").ToLowerInvariant();
            bool holdsCaches = written == 0 && read <= sent && !provider.Contains("anthropic") && !provider.Contains("claude");
            yield return (row.CountOrNull("id") is { } id ? $"{id} {row.Text("timestamp")}" : null, new()
            {
                File = file.Path,
                TimeMs = row.Time("timestamp") ?? file.ModifiedMs,
                Model = row.Text("model_id"),
                Session = row.Text("session_id"),
                Tokens = RecountTokens.Inclusive(
                    holdsCaches ? sent : sent + read + written, row.Count("tokens_received"), read, written, row.Count("reasoning_tokens")),
            });
        }
    }
}
