using System.Text.Json;
using Tokscale.Core.Recounting;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Amp;

/// <summary>Second reader of Amp's threads.</summary>
internal sealed class AmpRecount : IRecount
{
    private const long MsPerMessage = 1000;

    public IEnumerable<RecountedCall> Count(RecountInput input) => input.Files
        .Select(file => (File: file, Thread: RecountJson.OfFile(file.Path)))
        .GroupBy(found => SessionOf(found.File, found.Thread))
        .Select(copies => copies.OrderByDescending(found => Size(found.Thread)).ThenByDescending(found => found.File.ModifiedMs).First())
        .SelectMany(found => CallsIn(found.File, found.Thread));

    private static string SessionOf(SourceFile file, JsonElement thread) => thread.Text("id") ?? file.Stem;

    private static int Size(JsonElement thread) => EventsOf(thread).Count() + thread.Member("messages").Items().Count();

    private static IEnumerable<JsonElement> EventsOf(JsonElement thread) =>
        thread.Member("usageLedger").Member("events").Items().Where(entry => entry.IsObject());

    private static IEnumerable<RecountedCall> CallsIn(SourceFile file, JsonElement thread)
    {
        List<JsonElement> unmatched =
            [.. thread.Member("messages").Items()
                .Where(message => message.Member("role").Is("assistant") && message.Member("usage").IsObject())];
        long? createdMs = thread.Time("created");
        long TimeOf(JsonElement record, JsonElement place) =>
            record.Time("timestamp") ?? (createdMs + place.Count() * MsPerMessage) ?? file.ModifiedMs;
        var calls = new List<RecountedCall>();
        foreach (JsonElement entry in EventsOf(thread))
        {
            JsonElement message = Match(entry, unmatched);
            if (message.Exists()) unmatched.Remove(message);
            TokenCounts tokens = TokensOf(entry.Member("tokens"), message.Member("usage"));
            string? model = entry.Text("model") ?? message.Member("usage").Text("model");
            RecountedCall call = CallOf(file, thread, TimeOf(entry, entry.Member("toMessageId")), model, tokens);
            calls.Add(call with { HasCredits = HasCredits(entry) });
        }
        foreach (JsonElement message in unmatched)
        {
            JsonElement usage = message.Member("usage");
            RecountedCall call = CallOf(file, thread, TimeOf(usage, message.Member("messageId")), usage.Text("model"), TokensOf(usage));
            calls.Add(call with { HasCredits = HasCredits(usage) });
        }
        // A record with only credits is no message, but it was charged.
        return calls.Where(call => call.IsUsage).Select(call => call.Tokens.IsZero ? call with { Messages = 0 } : call);
    }

    private static bool HasCredits(JsonElement record) => record.Member("credits").Number() > 0;

    private static JsonElement Match(JsonElement entry, List<JsonElement> messages)
    {
        string? model = entry.Text("model");
        JsonElement tokens = entry.Member("tokens");
        long? id = entry.Member("toMessageId").CountOrNull();
        JsonElement named = messages.FirstOrDefault(message => id is not null && message.Member("messageId").CountOrNull() == id);
        if (named.Exists() && (model is null || named.Member("usage").Text("model") is not { } other || other == model)) return named;
        return messages.FirstOrDefault(message => message.Member("usage") is var usage
            && usage.Text("model") == model && usage.Count("inputTokens") == tokens.Count("input")
                && usage.Count("outputTokens") == tokens.Count("output"));
    }

    private static TokenCounts TokensOf(JsonElement tokens, JsonElement message)
    {
        bool isOnlyTotal = !tokens.Member("input").Exists() && !tokens.Member("output").Exists();
        long Cache(string name) => tokens.Member(name).CountOrNull() ?? message.Count(name);
        return new(
            tokens.Count("input"), isOnlyTotal ? tokens.Count("total") : tokens.Count("output"),
            Cache("cacheReadInputTokens"), Cache("cacheCreationInputTokens"), 0, 0);
    }

    private static TokenCounts TokensOf(JsonElement usage)
    {
        long input = usage.Count("inputTokens"), read = usage.Count("cacheReadInputTokens"),
            written = usage.Count("cacheCreationInputTokens");
        bool isInclusive = read + written > 0 && usage.Member("totalInputTokens").CountOrNull() == input;
        return new(isInclusive ? Math.Max(0, input - read - written) : input, usage.Count("outputTokens"), read, written, 0, 0);
    }

    private static RecountedCall CallOf(SourceFile file, JsonElement thread, long timeMs, string? model, TokenCounts tokens) =>
        new() { File = file.Path, TimeMs = timeMs, Model = model, Session = SessionOf(file, thread), Tokens = tokens };
}
