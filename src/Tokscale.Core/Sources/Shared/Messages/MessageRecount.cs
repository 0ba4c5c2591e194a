using System.Text.Json;
using Tokscale.Core.Recounting;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Shared.Messages;

/// <summary>Second reader of databases with a message a row: five counts that do not overlap.</summary>
/// <param name="prefersInnerId">The id inside the record identifies it, before the column's.</param>
/// <param name="comparesCost">Copies under another id have the same cost, too.</param>
internal sealed class MessageRecount(bool prefersInnerId = false, bool comparesCost = false) : IRecount
{
    public IEnumerable<RecountedCall> Count(RecountInput input)
    {
        var ids = new HashSet<string>();
        var copies = new Dictionary<string, (string? Id, RecountedCall Call)>();
        foreach (SourceFile file in input.Files)
        {
            using var database = RecountDatabase.Open(file.Path);
            foreach (RecountRow row in database?.Table("message") ?? [])
            {
                JsonElement data = row.Json("data");
                if (!data.Member("role").Is("assistant") || !data.Member("tokens").IsObject()) continue;
                RecountedCall call = CallOf(row, data, file);
                string? id = prefersInnerId ? data.Text("id") ?? row.Text("id") : row.Text("id") ?? data.Text("id");
                if (!call.IsUsage || (id is not null && !ids.Add(id))) continue;
                long? created = data.Member("time").Time("created");
                string key = created is null ? $"id {id} {ids.Count}"
                    : $"{created}|{call.Model}|{call.Tokens}|{(comparesCost ? call.CostUsd ?? -1 : 0)}";
                if (!copies.TryGetValue(key, out var other) || IsOlder(id, other.Id)) copies[key] = (id, call);
            }
        }
        return copies.Values.Select(copy => copy.Call);
    }

    /// <summary>Ids are a prefix, <c>_</c> and then the time they were made.</summary>
    public static bool IsOlder(string? id, string? other) => string.CompareOrdinal(WithoutPrefix(id), WithoutPrefix(other)) < 0;

    private static string WithoutPrefix(string? id) => id is null ? "" : id[(id.IndexOf('_') + 1)..];

    private static RecountedCall CallOf(RecountRow row, JsonElement data, SourceFile file)
    {
        JsonElement tokens = data.Member("tokens"), cache = tokens.Member("cache");
        return new()
        {
            File = file.Path,
            TimeMs = data.Member("time").Time("created") ?? row.Time("time_created") ?? file.ModifiedMs,
            Model = data.Text("modelID"),
            Session = row.Text("session_id"),
            CostUsd = data.Member("cost").Money(),
            Tokens = new TokenCounts(
                tokens.Loose("input"), tokens.Loose("output"), cache.Loose("read"), cache.Loose("write"), 0, tokens.Loose("reasoning")),
        };
    }
}
