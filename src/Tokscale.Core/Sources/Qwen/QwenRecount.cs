using System.Text;
using System.Text.Json;
using Tokscale.Core.Recounting;
using Tokscale.Core.Sources.Shared.Chats;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Qwen;

/// <summary>Second reader of Qwen Code's records and of the documents of its first versions.</summary>
internal sealed class QwenRecount : IRecount
{
    public IEnumerable<RecountedCall> Count(RecountInput input)
    {
        ILookup<bool, SourceFile> byAge = input.Files.ToLookup(IsOld);
        var calls = new Dictionary<string, (RecountedCall Call, bool IsCopy)>();
        foreach (SourceFile file in byAge[false])
        {
            foreach ((string key, bool isCopy, RecountedCall call) in CallsIn(file))
            {
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
        return calls.Values.Select(found => found.Call).Concat(new ChatRecount("qwen").Count(byAge[true]));
    }

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
                Tokens = TokensOf(usage),
            };
            string key = record.Text("uuid") is { } uuid ? "uuid " + uuid
                : "line " + Encoding.Latin1.GetString(bytes).Trim(' ', '\t', '\r', '\0');
            if (call.IsUsage) yield return (key, record.Member("forkedFrom").IsObject(), call);
        }
    }

    private static TokenCounts TokensOf(JsonElement usage)
    {
        long prompt = usage.Count("promptTokenCount"), cached = usage.Count("cachedContentTokenCount");
        long candidates = usage.Count("candidatesTokenCount"), thoughts = usage.Count("thoughtsTokenCount");
        bool isBeside = thoughts > 0 && usage.Count("totalTokenCount") == prompt + candidates + thoughts;
        long reasoning = isBeside ? thoughts : Math.Min(thoughts, candidates);
        return new(cached <= prompt ? prompt - cached : prompt, isBeside ? candidates : candidates - reasoning, cached, 0, 0, reasoning);
    }
}
