using System.Text.Json;
using Tokscale.Core.Recounting;
using Tokscale.Core.Sources.Shared;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Warp;

/// <summary>Second reader of what a sync knows of Warp's account, and of the terminal's database.</summary>
internal sealed class WarpRecount : IRecount
{
    private const string AccountModel = "aggregate-requests";

    private static readonly string[] s_ended = ["Completed", "Cancelled", "Failed"];

    public IEnumerable<RecountedCall> Count(RecountInput input)
    {
        ILookup<bool, SourceFile> byKind = input.Files.ToLookup(file => file.Path.EndsWith(".sqlite", StringComparison.Ordinal));
        // The newest sum of a workspace counts.
        IEnumerable<RecountedCall> accounts = byKind[false].SelectMany(AccountsIn)
            .GroupBy(found => found.Key)
            .Select(same => same.MaxBy(found => found.Call.TimeMs).Call);
        return accounts.Concat(byKind[true].SelectMany(ConversationsIn));
    }

    private static IEnumerable<(string Key, RecountedCall Call)> AccountsIn(SourceFile file)
    {
        JsonElement document = RecountJson.OfFile(file.Path);
        JsonElement[] workspaces = [.. document.Member("workspaces").Items().Where(workspace => workspace.IsObject())];
        (string Key, RecountedCall Call)[] used = [.. workspaces.Select(CallOf)
            .Where(found => found.Call.Messages > 0 || found.Call.IsUsage)];
        if (used.Length > 0) return used;
        return new[] { CallOf(document.Member("usage")) }.Where(found => found.Call.Messages > 0 || found.Call.IsUsage);

        (string Key, RecountedCall Call) CallOf(JsonElement sums) => (KeyOf(sums, file), new()
        {
            File = file.Path,
            TimeMs = document.Time("syncedAt") ?? file.ModifiedMs,
            Model = AccountModel,
            Session = sums.Text("id") ?? sums.Text("name"),
            Messages = (int)Math.Min(int.MaxValue, sums.Loose("requestsUsed")),
            CostUsd = Cents(sums.Member("spendCents")) / 100,
        });
    }

    private static string KeyOf(JsonElement sums, SourceFile file) =>
        sums.Text("id") is { } id ? "id " + id : sums.Text("name") is { } name ? "name " + name : "file " + file.Stem;

    private static decimal? Cents(JsonElement cents) =>
        cents.Money() ?? (RecountText.Number(cents.Text()) is >= 0 and < 1e8 and var number ? (decimal)number : null);

    private static List<RecountedCall> ConversationsIn(SourceFile file)
    {
        var calls = new List<RecountedCall>();
        using var database = RecountDatabase.Open(file.Path);
        if (database is null) return calls;
        ILookup<string?, RecountRow> queries = database.Table("ai_queries").ToLookup(row => row.Text("conversation_id"));
        var known = new HashSet<string?>();
        foreach (RecountRow row in database.Table("agent_conversations"))
        {
            string? id = row.Text("conversation_id");
            RecountRow[] own = id is null ? [] : [.. queries[id]];
            JsonElement usage = row.Json("conversation_data").Member("conversation_usage_metadata").Member("token_usage");
            List<(string Model, long Tokens)> models = ModelsOf(usage, own);
            if (models.Count == 0 || !known.Add(id)) continue;
            int ended = own.Count(query => s_ended.Contains(query.Text("output_status")?.Trim('"')));
            long? timeMs = own.Select(query => query.Time("start_ts")).Max() ?? row.Time("last_modified_at");
            string most = models.MaxBy(model => model.Tokens).Model;
            calls.AddRange(models.Select(model => new RecountedCall
            {
                File = file.Path,
                TimeMs = timeMs ?? file.ModifiedMs,
                Model = model.Model,
                Session = id,
                Messages = model.Model == most ? ended : 0,
                Tokens = new TokenCounts(model.Tokens, 0, 0, 0, 0, 0),
            }));
        }
        return calls;
    }

    private static List<(string Model, long Tokens)> ModelsOf(JsonElement usage, IEnumerable<RecountRow> queries)
    {
        List<(string Model, long Tokens)> models = [.. usage.Items()
            .Select(part => (Model: DisplayNames.ToModelId(part.Text("model_id") ?? "unknown"),
                Tokens: part.Loose("warp_tokens") + part.Loose("byok_tokens") + part.Loose("custom_endpoint_tokens")))
            .Where(part => part.Tokens > 0)];
        // A word for "choose one for me" stands for what the conversation was mostly with.
        string? main = models.Where(part => !IsChosen(part.Model)).OrderByDescending(part => part.Tokens).FirstOrDefault().Model
            ?? queries.Select(query => query.Text("model_id")).OfType<string>().Where(name => !IsChosen(name))
                .GroupBy(name => name).OrderByDescending(same => same.Count()).FirstOrDefault()?.Key;
        return [.. models.GroupBy(part => IsChosen(part.Model) && main is not null ? main : part.Model)
            .Select(same => (same.Key, same.Sum(part => part.Tokens)))];
    }

    private static bool IsChosen(string model) => model.StartsWith("auto", StringComparison.Ordinal);
}
