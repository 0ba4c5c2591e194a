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
        HashSet<string> rolledUp = [.. totals.SelectMany(found => found.Totals.Member("rolledUpFrom").Fields()
            .Where(child => (child.Value.IsObject() || child.Value.IsTrue()) && child.Name != found.Workspace)
            .Select(child => child.Name))];
        var calls = new List<RecountedCall>();
        foreach (var same in totals.GroupBy(found => found.Workspace))
        {
            // Totals only grow: of two places the larger is the later.
            if (!rolledUp.Contains(same.Key)) calls.AddRange(same.MaxBy(found => found.Calls.Sum(call => call.Tokens.Total)).Calls);
        }
        HashSet<string> told = [.. totals.Where(found => found.Calls.Count > 0).Select(found => found.Workspace)];
        IEnumerable<(string? Key, RecountedCall Call)> chats = byKind[false].Where(file => file.Path.EndsWith(".jsonl", StringComparison.Ordinal))
            .SelectMany(ChatIn);
        return calls.Concat(RecountCopies.First(chats
            .Where(found => !told.Contains(found.Call.Session!) && !rolledUp.Contains(found.Call.Session!))));
    }

    private static List<RecountedCall> TotalsOf(SourceFile file, JsonElement totals) =>
        [.. totals.Member("byModel").Fields().Select(model => BucketsOf(model.Value) with
        {
            File = file.Path,
            TimeMs = totals.Member("lastRequest").Time("timestamp") ?? file.ModifiedMs,
            Model = WithoutProvider(model.Name),
            Session = file.FolderName,
        }).Where(call => call.IsUsage)];

    private static RecountedCall BucketsOf(JsonElement buckets)
    {
        long Of(string bucket) => buckets.Member(bucket).Loose("tokens");
        decimal?[] costs = [.. s_buckets.Select(bucket => buckets.Member(bucket).Member("cost_usd").LooseMoney())];
        return new RecountedCall
        {
            File = "",
            TimeMs = 0,
            CostUsd = costs.All(cost => cost is null) ? null : costs.Sum(),
            Tokens = new TokenCounts(Of("input"), Of("output"), Of("cached"), Of("cacheCreate"), 0, Of("reasoning")),
        };
    }

    private static IEnumerable<(string? Key, RecountedCall Call)> ChatIn(SourceFile file)
    {
        string[] parts = file.Path.Replace('\\', '/').Split('/');
        int sessions = Array.LastIndexOf(parts, "sessions");
        string workspace = sessions >= 0 && sessions + 1 < parts.Length ? parts[sessions + 1] : file.FolderName;
        (string? Key, RecountedCall Call)? past = null;
        foreach (JsonElement message in RecountFile.Objects(file.Path))
        {
            bool isHeadless = Path.GetFileName(file.Path) == "headless-usage.jsonl";
            JsonElement meta = isHeadless ? message : message.Member("metadata"), usage = meta.Member("usage"), history = meta.Member("historicalUsage");
            if (!isHeadless && !message.Member("role").Is("assistant")) continue;
            string? id = isHeadless ? null : message.Text("id"), model = meta.Text("model");
            long timeMs = meta.Time("timestamp") ?? file.ModifiedMs;
            RecountedCall before = BucketsOf(history) with { File = file.Path, TimeMs = timeMs, Model = WithoutProvider(model), Session = workspace };
            if (before.IsUsage) past = (id is null ? null : $"past {id}", before);
            if (!usage.IsObject()) continue;
            long read = usage.Loose("cachedInputTokens");
            JsonElement anthropic = meta.Member("providerMetadata").Member("anthropic");
            long written = anthropic.Loose("cacheCreationInputTokens"), output = usage.Loose("outputTokens");
            long inside = read + written > usage.Loose("inputTokens") ? 0 : read + written;
            long reasoning = Math.Min(output, usage.Loose("reasoningTokens"));
            yield return (id, new()
            {
                File = file.Path,
                TimeMs = timeMs,
                Model = WithoutProvider(model),
                Session = workspace,
                Tokens = new TokenCounts(usage.Loose("inputTokens") - inside, output - reasoning, read, written, 0, reasoning),
            });
        }
        // A chat that was compacted says what it had used before; the last summary has it all.
        if (past is { } last) yield return last;
    }

    private static string? WithoutProvider(string? model) => model?[(model.IndexOf(':') + 1)..];
}
