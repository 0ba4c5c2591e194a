using Tokscale.Core.Recounting;
using Tokscale.Core.Sources.Shared.Transcripts;

namespace Tokscale.Core.Sources.CherryStudio;

/// <summary>Second reader of Cherry Studio's transcripts and of its ledger.</summary>
internal sealed class CherryStudioRecount : IRecount
{
    public IEnumerable<RecountedCall> Count(RecountInput input)
    {
        ILookup<bool, SourceFile> files = input.Files.ToLookup(file => file.Name.EndsWith(".sqlite", StringComparison.Ordinal));
        // A file below both folders under the same name: version 2's counts.
        HashSet<string> newer = [.. files[false].Where(IsVersion2).Select(file => file.RelativePath)];
        RecountedCall[] agents =
        [
            .. new TranscriptRecount(needsRequestId: true, takesLargestCounters: true)
                .Count(files[false].Where(file => IsVersion2(file) || !newer.Contains(file.RelativePath))),
        ];
        bool hasTranscripts = agents.Any(call => call.IsUsage);
        return agents.Concat(RecountCopies.First(files[true].SelectMany(file => RequestsIn(file, withAgents: !hasTranscripts))));
    }

    private static IEnumerable<(string? Key, RecountedCall Call)> RequestsIn(SourceFile file, bool withAgents)
    {
        using var database = RecountDatabase.Open(file.Path);
        if (database is null) yield break;
        foreach (RecountRow row in database.Table("ai_usage_record"))
        {
            bool isAgents = row.IsNull("message_kind") ? row.Text("source_type") == "agent" : row.Text("message_kind") == "agent-session";
            if (isAgents && !withAgents) continue;
            yield return (row.Text("request_id"), new RecountedCall
            {
                File = file.Path,
                TimeMs = row.Time("created_at") ?? file.ModifiedMs,
                Model = row.Text("model_id")?.Split("::", 2) is { } parts && parts[^1].Length > 0 ? parts[^1] : null,
                Session = row.Text("topic_id"),
                Tokens = RecountTokens.Inclusive(
                    row.Count("input_tokens"), row.Count("output_tokens"), row.Count("cache_read_tokens"), row.Count("cache_write_tokens"),
                    row.Count("reasoning_tokens")),
                CostUsd = row.Text("cost_currency") == "USD" ? row.Money("cost") : null,
            });
        }
    }

    private static bool IsVersion2(SourceFile file) => file.Root.Replace('\\', '/').Contains("/Data/Agents/", StringComparison.Ordinal);
}
