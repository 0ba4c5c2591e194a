using System.Text;
using System.Text.Json;
using Tokscale.Core.Recounting;
using Tokscale.Core.Sources.Shared.Chats;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Qwen;

/// <summary>Second reader of Qwen Code's records, of its ledger, and of the documents of its first versions.</summary>
internal sealed class QwenRecount : IRecount
{
    private const long ApartMsMax = 600_000;

    /// <summary>Prompt, of it cached, answer, thoughts, total.</summary>
    private static readonly string[] s_names =
        ["promptTokenCount", "cachedContentTokenCount", "candidatesTokenCount", "thoughtsTokenCount", "totalTokenCount"];

    private static readonly string[] s_ledgerNames = ["inputTokens", "cachedTokens", "outputTokens", "thoughtsTokens", "totalTokens"];

    public IEnumerable<RecountedCall> Count(RecountInput input)
    {
        SourceFile[] ledgers = [.. input.Files.Where(IsLedger)];
        ILookup<bool, SourceFile> byAge = input.Files.Except(ledgers).ToLookup(IsOld);
        var recorded = new HashSet<(string Key, TokenCounts Tokens)>();
        var timesMs = new Dictionary<TokenCounts, List<long>>();
        var calls = new Dictionary<string, (RecountedCall Call, bool IsCopy)>();
        foreach (SourceFile file in byAge[false])
        {
            foreach ((string key, bool isCopy, RecountedCall call) in CallsIn(file))
            {
                if (recorded.Add((key, call.Tokens))) timesMs[call.Tokens] = [.. timesMs.GetValueOrDefault(call.Tokens, []), call.TimeMs];
                if (!calls.TryGetValue(key, out var other))
                {
                    calls[key] = (call, isCopy);
                    continue;
                }
                RecountedCall larger = call.Tokens.Total >= other.Call.Tokens.Total ? call : other.Call;
                // The owner is a record that is not marked as a copy; among equals the earlier one.
                bool isOwner = (isCopy, call.TimeMs).CompareTo((other.IsCopy, other.Call.TimeMs)) < 0;
                RecountedCall owner = isOwner ? call : other.Call;
                calls[key] = (larger with { TimeMs = owner.TimeMs, Session = owner.Session, File = owner.File }, isCopy && other.IsCopy);
            }
        }
        return calls.Values.Select(found => found.Call)
            .Concat(new ChatRecount("qwen").Count(byAge[true]))
            .Concat(OnlyInLedger(ledgers, timesMs));
    }

    /// <summary>The lines of the ledger without a record of the same counts and about the same time in a chat.</summary>
    private static IEnumerable<RecountedCall> OnlyInLedger(IEnumerable<SourceFile> ledgers, Dictionary<TokenCounts, List<long>> timesMs)
    {
        foreach ((_, TokenCounts inside, RecountedCall call) in ledgers.SelectMany(LedgerCallsIn).DistinctBy(line => line.Key))
        {
            if (!IsTaken(call.Tokens, call.TimeMs, timesMs) && !IsTaken(inside, call.TimeMs, timesMs)) yield return call;
        }
    }

    private static bool IsTaken(TokenCounts tokens, long timeMs, Dictionary<TokenCounts, List<long>> timesMs)
    {
        List<long> candidates = timesMs.GetValueOrDefault(tokens, []);
        long[] near = [.. candidates.Where(otherMs => Math.Abs(otherMs - timeMs) <= ApartMsMax).OrderBy(otherMs => Math.Abs(otherMs - timeMs))];
        if (near.Length > 0) candidates.Remove(near[0]);
        return near.Length > 0;
    }

    private static bool IsLedger(SourceFile file) => Path.GetFileName(file.Path).StartsWith("token-usage-", StringComparison.Ordinal);

    private static bool IsOld(SourceFile file) => file.Path.EndsWith(".json", StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<(string Key, bool IsCopy, RecountedCall Call)> CallsIn(SourceFile file)
    {
        JsonElement meta = RecountJson.OfFile(Path.ChangeExtension(file.Path, ".meta.json"));
        long timeMs = file.ModifiedMs;
        foreach (byte[] bytes in RecountFile.Lines(file.Path))
        {
            JsonElement record = RecountJson.Parse(bytes), usage = record.Member("usageMetadata");
            timeMs = record.Time("timestamp") ?? timeMs;
            if (!record.Member("type").Is("assistant") || !usage.IsObject()) continue;
            var call = new RecountedCall
            {
                File = file.Path,
                TimeMs = timeMs,
                Model = record.Text("model") ?? meta.Text("model"),
                Session = record.Text("sessionId") ?? meta.Text("parentSessionId") ?? file.Stem,
                Tokens = TokensOf(usage, s_names),
            };
            if (call.IsUsage) yield return (KeyOf(record.Text("uuid"), bytes), record.Member("forkedFrom").IsObject(), call);
        }
    }

    /// <summary>Calls with their counts if thoughts are in the answer whatever the total says, which may be made up.</summary>
    private static IEnumerable<(string Key, TokenCounts Inside, RecountedCall Call)> LedgerCallsIn(SourceFile file)
    {
        foreach (byte[] bytes in RecountFile.Lines(file.Path))
        {
            JsonElement line = RecountJson.Parse(bytes);
            var call = new RecountedCall
            {
                File = file.Path,
                TimeMs = line.Time("timestamp") ?? file.ModifiedMs,
                Model = line.Text("model"),
                Session = line.Text("sessionId"),
                Tokens = TokensOf(line, s_ledgerNames),
            };
            if (call.IsUsage) yield return (KeyOf(line.Text("id"), bytes), TokensOf(line, s_ledgerNames[..^1]), call);
        }
    }

    private static string KeyOf(string? id, byte[] line) =>
        id is not null ? "id " + id : "line " + Encoding.Latin1.GetString(line).Trim(' ', '\t', '\r', '\0');

    private static TokenCounts TokensOf(JsonElement usage, string[] names)
    {
        long prompt = usage.Count(names[0]), cached = usage.Count(names[1]), candidates = usage.Count(names[2]), thoughts = usage.Count(names[3]);
        bool isBeside = thoughts > 0 && names.Length > 4 && usage.Count(names[4]) == prompt + candidates + thoughts;
        long reasoning = isBeside ? thoughts : Math.Min(thoughts, candidates);
        return new(cached <= prompt ? prompt - cached : prompt, isBeside ? candidates : candidates - reasoning, cached, 0, 0, reasoning);
    }
}
