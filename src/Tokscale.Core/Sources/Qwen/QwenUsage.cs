using Tokscale.Core.Json;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Qwen;

/// <summary>A <c>usageMetadata</c> as logged.</summary>
internal readonly record struct QwenUsage(long Prompt, long Candidates, long Total, long Cached, long Thoughts)
{
    /// <summary>Reads the object; null for anything else.</summary>
    public static QwenUsage? Read(ref JsonCursor json)
    {
        if (!json.TryBeginObject()) return null;
        long prompt = 0, candidates = 0, total = 0, cached = 0, thoughts = 0;
        while (json.TryReadName(out JsonText name))
        {
            if (name.Is("promptTokenCount"u8)) prompt = json.ReadCount() ?? 0;
            else if (name.Is("candidatesTokenCount"u8)) candidates = json.ReadCount() ?? 0;
            else if (name.Is("totalTokenCount"u8)) total = json.ReadCount() ?? 0;
            else if (name.Is("cachedContentTokenCount"u8)) cached = json.ReadCount() ?? 0;
            else if (name.Is("thoughtsTokenCount"u8)) thoughts = json.ReadCount() ?? 0;
            else json.SkipValue();
        }
        return new QwenUsage(prompt, candidates, total, cached, thoughts);
    }

    /// <summary>Disjoint counts. Endpoints differ in what holds what; only the numbers show it.</summary>
    public TokenCounts ToTokens()
    {
        // More than the prompt cannot have been a part of it.
        long input = Cached <= Prompt ? Prompt - Cached : Prompt;
        bool areThoughtsBeside = Thoughts > 0 && Total == Prompt + Candidates + Thoughts;
        long reasoning = areThoughtsBeside ? Thoughts : Math.Min(Thoughts, Candidates);
        return new TokenCounts(input, areThoughtsBeside ? Candidates : Candidates - reasoning, Cached, 0, 0, reasoning);
    }
}
