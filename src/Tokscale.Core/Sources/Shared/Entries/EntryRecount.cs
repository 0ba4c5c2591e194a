using System.Text.Json;
using Tokscale.Core.Recounting;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Shared.Entries;

/// <summary>Second reader of the family's sessions.</summary>
internal class EntryRecount : IRecount
{
    private static readonly string[] s_reasoningNames = ["reasoning", "reasoningTokens", "reasoningOutput", "outputReasoning"];

    /// <summary>Numbers may be text, extensions' entries count, the message's time comes first, a bare total is nothing.</summary>
    public bool IsLaterFork { get; init; }

    /// <summary>A logged cost of 0 stays a cost.</summary>
    public bool KeepsFreeCost { get; init; }

    /// <summary>Without a response id, session and entry id tell a call.</summary>
    public bool IsToldBySession { get; init; }

    /// <summary>Without a response id, entry id and times tell a call.</summary>
    public bool IsToldByTimes { get; init; }

    public virtual IEnumerable<RecountedCall> Count(RecountInput input) => Once(input.Files.SelectMany(EntriesIn));

    /// <summary>A copied call belongs to the session that began first.</summary>
    protected static IEnumerable<RecountedCall> Once(IEnumerable<RecountedEntry> entries) => entries
        .GroupBy(entry => entry.Key)
        .Select(copies => copies
            .OrderBy(entry => entry.SessionStartMs).ThenBy(entry => entry.Call.File, StringComparer.Ordinal).First().Call);

    protected IEnumerable<RecountedEntry> EntriesIn(SourceFile file)
    {
        JsonElement[] lines = [.. LinesOf(file)];
        JsonElement header = lines.FirstOrDefault(line => line.Member("type").Is("session"));
        string session = header.Text("id") ?? file.Stem[(file.Stem.IndexOf('_') + 1)..];
        string? model = header.Text("modelId");
        foreach (JsonElement line in lines)
        {
            JsonElement message = line.Member("message").IsObject() ? line.Member("message") : line;
            if (line.Member("type").Is("model_change")) model = ChangeIn(line) ?? model;
            if (UsageOf(line, message) is not { } usage) continue;
            TokenCounts tokens = TokensOf(usage);
            long? entryMs = line.Time("timestamp"), messageMs = message.Time("timestamp");
            var call = new RecountedCall
            {
                File = file.Path,
                TimeMs = (IsLaterFork ? messageMs ?? entryMs : entryMs ?? messageMs) ?? header.Time("timestamp") ?? file.ModifiedMs,
                Model = message.Text("responseModel") ?? message.Text("model") ?? model,
                Session = session,
                Tokens = tokens,
                CostUsd = Cost(usage.Member("cost").Member("total")) is var cost && (cost > 0 || KeepsFreeCost) ? cost : null,
            };
            if (!call.IsUsage) continue;
            string id = line.Text("id") ?? "", response = message.Text("responseId") ?? "";
            string key = response.Length > 0 ? $"response {response} {entryMs ?? messageMs}"
                : IsToldBySession && id.Length > 0 ? $"session {session} {id}"
                : IsToldByTimes && id.Length > 0 ? $"entry {id} {entryMs} {messageMs} {message.Text("provider")} {message.Text("model")}"
                : IsLaterFork ? $"entry {id} {entryMs} {tokens}"
                : $"entry {id} {entryMs} {messageMs} {message.Text("provider")} {message.Text("model")} {tokens}";
            yield return new(key, header.Time("timestamp") ?? file.ModifiedMs, call)
            {
                EntryId = id,
                Usage = usage,
            };
        }
    }

    /// <summary>The model that a change names; without a field of its own the provider stands before it.</summary>
    internal static string? ChangeIn(JsonElement line)
    {
        string? model = line.Text("modelId") ?? line.Text("model");
        if (line.Text("provider") is not null || model?.Split('/', 2) is not [_, string rest]) return model;
        return rest.Length > 0 ? rest : null;
    }

    /// <summary>The lines that are sound.</summary>
    protected virtual IEnumerable<JsonElement> LinesOf(SourceFile file) => RecountFile.Objects(file.Path);

    /// <summary>The usage of an entry that counts; null for others.</summary>
    private JsonElement? UsageOf(JsonElement line, JsonElement message)
    {
        string? type = line.Text("type");
        bool isAnswer = type == "message" && message.Member("role").Is("assistant");
        bool isSide = type is "compaction" or "branch_summary" or "usage" or "model_usage" || (IsLaterFork && type == "custom");
        if (!isAnswer && !isSide) return null;
        JsonElement usage = message.Member("usage").IsObject() ? message.Member("usage") : line.Member("usage");
        return usage.IsObject() ? usage : null;
    }

    private long Number(JsonElement usage, string name) => IsLaterFork ? usage.Loose(name) : usage.Count(name);

    private decimal? Cost(JsonElement total) => IsLaterFork ? total.LooseMoney() : total.Money();

    private TokenCounts TokensOf(JsonElement usage)
    {
        long input = Number(usage, "input"), output = Number(usage, "output"), read = Number(usage, "cacheRead"),
            written = Number(usage, "cacheWrite");
        long total = Number(usage, "totalTokens");
        if (!IsLaterFork && (input | output | read | written) == 0) output = total;
        else if (read > 0 && total == input + output + written && input >= read) input -= read;
        long reasoning = Math.Min(output, s_reasoningNames.Select(name => Number(usage, name)).FirstOrDefault(count => count > 0));
        long hour = Math.Max(Number(usage, "cacheWrite1h"), Number(usage.Member("cttl"), "ephemeral1h"));
        return new(input, output - reasoning, read, written, Math.Min(written, hour), reasoning);
    }
}
