using System.Text.Json;
using Tokscale.Core.Recounting;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Mux;

/// <summary>Second reader of Mux' totals, and of chats where there are none.</summary>
internal sealed class MuxRecount : IRecount
{
    private static readonly string[] s_buckets = ["input", "output", "cached", "cacheCreate", "reasoning"];

    public IEnumerable<RecountedCall> Count(RecountInput input)
    {
        ILookup<bool, SourceFile> byKind = input.Files.ToLookup(file => Path.GetFileName(file.Path) == "session-usage.json");
        List<(string Workspace, JsonElement Totals, List<RecountedCall> Calls)> totals = [];
        foreach (SourceFile file in byKind[true])
        {
            JsonElement document = RecountJson.OfFile(file.Path);
            totals.Add((file.FolderName, document, TotalsOf(file, document)));
        }
        HashSet<string> rolledUp = [.. totals.SelectMany(found => found.Totals.Member("rolledUpFrom").Fields())
            .Select(field => field.Name)];
        var calls = new List<RecountedCall>();
        foreach (var same in totals.GroupBy(found => found.Workspace))
        {
            // Totals only grow: of two places the larger is the later.
            if (!rolledUp.Contains(same.Key)) calls.AddRange(same.MaxBy(found => found.Calls.Sum(call => call.Tokens.Total)).Calls);
        }
        HashSet<string> told = [.. totals.Where(found => found.Calls.Count > 0).Select(found => found.Workspace)];
        IEnumerable<(string? Key, RecountedCall Call)> chats = byKind[false].Where(file => Path.GetFileName(file.Path) == "chat.jsonl")
            .SelectMany(ChatIn);
        return calls.Concat(RecountCopies.First(chats
            .Where(found => !told.Contains(found.Call.Session!) && !rolledUp.Contains(found.Call.Session!))));
    }

    private static List<RecountedCall> TotalsOf(SourceFile file, JsonElement totals) =>
        [.. totals.Member("byModel").Fields().Select(model =>
        {
            long Of(string bucket) => model.Value.Member(bucket).Loose("tokens");
            decimal?[] costs = [.. s_buckets.Select(bucket => model.Value.Member(bucket).Member("cost_usd").Money())];
            return new RecountedCall
            {
                File = file.Path,
                TimeMs = totals.Member("lastRequest").Time("timestamp") ?? file.ModifiedMs,
                Model = WithoutProvider(model.Name),
                Session = file.FolderName,
                CostUsd = costs.All(cost => cost is null) ? null : costs.Sum(),
                Tokens = new TokenCounts(Of("input"), Of("output"), Of("cached"), Of("cacheCreate"), 0, Of("reasoning")),
            };
        }).Where(call => call.IsUsage)];

    private static IEnumerable<(string? Key, RecountedCall Call)> ChatIn(SourceFile file)
    {
        string[] parts = file.Path.Replace('\\', '/').Split('/');
        int sessions = Array.LastIndexOf(parts, "sessions");
        string workspace = sessions >= 0 && sessions + 1 < parts.Length ? parts[sessions + 1] : file.FolderName;
        foreach (JsonElement message in RecountFile.Objects(file.Path))
        {
            JsonElement meta = message.Member("metadata"), usage = meta.Member("usage");
            if (!message.Member("role").Is("assistant") || !usage.IsObject()) continue;
            yield return (message.Text("id"), new()
            {
                File = file.Path,
                TimeMs = meta.Time("timestamp") ?? file.ModifiedMs,
                Model = WithoutProvider(meta.Text("model")),
                Session = workspace,
                Tokens = RecountTokens.Inclusive(
                    usage.Loose("inputTokens"), usage.Loose("outputTokens"), usage.Loose("cachedInputTokens"),
                    meta.Member("providerMetadata").Member("anthropic").Loose("cacheCreationInputTokens"),
                        Math.Min(usage.Loose("outputTokens"), usage.Loose("reasoningTokens"))),
            });
        }
    }

    private static string? WithoutProvider(string? model) => model?[(model.IndexOf(':') + 1)..];
}
