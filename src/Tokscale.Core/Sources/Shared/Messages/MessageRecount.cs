using System.Text.Json;
using System.Text.RegularExpressions;
using Tokscale.Core.Recounting;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Shared.Messages;

/// <summary>Second reader of databases with a message a row: five counts that do not overlap.</summary>
/// <param name="prefersInnerId">The id inside the record identifies it, before the column's.</param>
/// <param name="comparesCost">Copies under another id have the same cost, too.</param>
/// <param name="importTables">Tables that list what was copied from other agents.</param>
internal sealed partial class MessageRecount(bool prefersInnerId = false, bool comparesCost = false, params string[] importTables) : IRecount
{
    public IEnumerable<RecountedCall> Count(RecountInput input)
    {
        var ids = new HashSet<string>();
        var copies = new Dictionary<string, Message>();
        foreach (Message message in input.Files.SelectMany(OwnMessagesIn))
        {
            if (message.Id is not null && !ids.Add(message.Id)) continue;
            string key = message.Fingerprint ?? $"id {message.Id} {ids.Count}";
            bool isKnown = copies.TryGetValue(key, out Message? other);
            if (!isKnown || IsOlder(message.Id, other!.Id, message.Call.TimeMs)) copies[key] = message;
        }
        return copies.Values.Select(message => message.Call);
    }

    /// <summary>
    /// Says which of two ids was made first. They are a prefix, <c>_</c> and 48 bits of the time in 4096ths of a millisecond,
    /// which overflow every 795 days; but no id is older than the message, give or take a day.
    /// </summary>
    public static bool IsOlder(string? id, string? other, long messageMs)
    {
        (long time, string text) = OrderOf(id, messageMs);
        (long otherTime, string otherText) = OrderOf(other, messageMs);
        return time != otherTime ? time < otherTime : string.CompareOrdinal(text, otherText) < 0;
    }

    private static (long Time, string Text) OrderOf(string? id, long messageMs)
    {
        string text = id is null ? "" : id[(id.IndexOf('_') + 1)..];
        if (!Hex().IsMatch(text)) return (long.MaxValue, text);
        long time = Convert.ToInt64(text[..12], 16);
        while (time < (messageMs - 86_400_000) * 4096) time += 1L << 48;
        return (time, "");
    }

    [GeneratedRegex("^[0-9a-fA-F]{12}")]
    private static partial Regex Hex();

    /// <summary>All but those that were copied from another agent, and but the copies of these that a forked session has.</summary>
    private IEnumerable<Message> OwnMessagesIn(SourceFile file)
    {
        using var database = RecountDatabase.Open(file.Path);
        if (database is null) return [];
        RecountRow[] imports = [.. importTables.SelectMany(table => database.Table(table))];
        HashSet<string?> listed = [.. imports.SelectMany(IdsIn).Select(id => id.Text())];
        ILookup<string?, long> untilBySession = imports.Where(import => !IdsIn(import).Any())
            .ToLookup(import => import.Text("session_id"), import => import.Time("time_imported") ?? long.MaxValue);
        Message[] messages = [.. database.Table("message").Select(row => MessageOf(row, file)).OfType<Message>()];
        bool IsImported(Message message) => listed.Contains(message.RowId ?? "")
            || untilBySession[message.Call.Session].Any(until => message.Call.TimeMs <= until);
        HashSet<string?> imported = [.. messages.Where(IsImported).Select(message => message.Fingerprint)];
        return messages.Where(message => !IsImported(message) && (message.Fingerprint is null || !imported.Contains(message.Fingerprint)));
    }

    private static IEnumerable<JsonElement> IdsIn(RecountRow import) => import.Json("message_ids").Items();

    private Message? MessageOf(RecountRow row, SourceFile file)
    {
        JsonElement data = row.Json("data");
        if (!data.Member("role").Is("assistant")) return null;
        RecountedCall call = CallOf(row, data, file);
        if (call.Tokens.IsZero) return null;
        string? id = prefersInnerId ? data.Text("id") ?? row.Text("id") : row.Text("id") ?? data.Text("id");
        long? created = data.Member("time").Time("created");
        string? fingerprint = created is null ? null : $"{created}|{call.Model}|{call.Tokens}|{(comparesCost ? call.CostUsd ?? 0 : 0)}";
        return new(row.Text("id"), id, fingerprint, call);
    }

    private static RecountedCall CallOf(RecountRow row, JsonElement data, SourceFile file)
    {
        JsonElement tokens = data.Member("tokens"), cache = tokens.Member("cache");
        return new()
        {
            File = file.Path,
            TimeMs = data.Member("time").Time("created") ?? row.Time("time_created") ?? file.ModifiedMs,
            Model = data.Text("modelID") ?? data.Text("model"),
            Session = row.Text("session_id") ?? data.Text("sessionID"),
            CostUsd = data.Member("cost").LooseMoney(),
            Tokens = new TokenCounts(
                tokens.Loose("input"), tokens.Loose("output"), cache.Loose("read"), cache.Loose("write"), 0, tokens.Loose("reasoning")),
        };
    }

    private sealed record Message(string? RowId, string? Id, string? Fingerprint, RecountedCall Call);
}
