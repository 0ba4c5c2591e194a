using System.Text.Json;
using Tokscale.Core.Recounting;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Buzz;

/// <summary>Second reader of Buzz's archive.</summary>
internal sealed class BuzzRecount : IRecount
{
    private static readonly string[] s_counters = ["inputTokens", "outputTokens", "cacheReadTokens", "cacheWriteTokens"];

    public IEnumerable<RecountedCall> Count(RecountInput input) => RecountCopies.First(input.Files.SelectMany(TurnsIn));

    private static IEnumerable<(string? Key, RecountedCall Call)> TurnsIn(SourceFile file)
    {
        using var database = RecountDatabase.Open(file.Path);
        if (database is null) yield break;
        var messages = database.Table("archived_events")
            .Where(row => row.CountOrNull("kind") == 44200 && row.Json("raw_json").Member("harness").Is("buzz-agent"))
            .Select(row => (Id: row.Text("id"), Agent: row.Text("pubkey"), Json: row.Json("raw_json")));
        var unique = messages.Where(message => message.Id is null).Concat(messages.Where(message => message.Id is not null).DistinctBy(message => message.Id));
        foreach (var session in unique.GroupBy(message => (message.Agent, message.Json.Text("sessionId"))))
        {
            long[] before = [0, 0, 0, 0];
            foreach (var (id, _, turn) in session.OrderBy(message => message.Json.Member("turnSeq").CountOrNull() ?? long.MaxValue))
            {
                bool hasPlace = session.Key.Item2 is not null && turn.Member("turnSeq").CountOrNull() is not null;
                long[]? total = hasPlace ? CountersOf(turn.Member("cumulative")) : null;
                long[]? used = turn.Member("deltaReliable").ValueKind == JsonValueKind.False ? null : CountersOf(turn.Member("turn"));
                used ??= total?.Zip(before, (now, then) => Math.Max(0, now - then)).ToArray();
                before = total ?? (used is null ? before : [.. before.Zip(used, (then, added) => then + added)]);
                if (used is not null) yield return (id, CallOf(file, session.Key.Item2, turn, used));
            }
        }
    }

    /// <summary>Null where none is told.</summary>
    private static long[]? CountersOf(JsonElement counts) =>
        s_counters.All(name => counts.Member(name).CountOrNull() is null) ? null : [.. s_counters.Select(name => counts.Count(name))];

    private static RecountedCall CallOf(SourceFile file, string? session, JsonElement turn, long[] used) => new()
    {
        File = file.Path,
        TimeMs = turn.Time("timestamp") ?? file.ModifiedMs,
        Model = turn.Member("pricingIdentity").Text("model") ?? turn.Text("model"),
        Session = session,
        Tokens = RecountTokens.Inclusive(used[0], used[1], used[2], used[3]),
    };
}
