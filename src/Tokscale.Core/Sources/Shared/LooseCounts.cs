using System.Text.Json;
using Tokscale.Core.Recounting;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Shared;

/// <summary>Counters under the names of the API that answered, for second readers.</summary>
internal static class LooseCounts
{
    public static TokenCounts TokensOf(JsonElement usage) => TokensOf([usage]);

    /// <param name="blocks">Input and output are the first one's; of the rest each is the first that is stated.</param>
    public static TokenCounts TokensOf(params JsonElement[] blocks)
    {
        JsonElement usage = blocks[0];
        long input = Count(usage, "input_tokens", "inputTokens", "prompt_tokens", "promptTokens") ?? 0;
        long output = Count(usage, "output_tokens", "outputTokens", "completion_tokens", "completionTokens") ?? 0;
        long? read = blocks.Select(CacheRead).FirstOrDefault(count => count is not null);
        long? written = blocks.Select(CacheWrite).FirstOrDefault(count => count is not null);
        long? total = blocks.Select(block => Count(block, "total_tokens", "totalTokens")).FirstOrDefault(count => count is not null);
        long reasoning = blocks.Select(Thinking).FirstOrDefault(count => count is not null) ?? 0, caches = (read ?? 0) + (written ?? 0);
        // A total that fits neither way tells nothing; then the names decide, of the block that has the caches.
        JsonElement cached = blocks.FirstOrDefault(block => CacheRead(block) is not null || CacheWrite(block) is not null);
        bool isInside = total == input + output || (total != input + output + caches && HoldsCaches(cached));
        bool isThinkingBeside = reasoning > 0 && total == input + output + reasoning;
        if (!isThinkingBeside) reasoning = Math.Min(reasoning, output);
        return new(isInside ? Math.Max(0, input - caches) : input, isThinkingBeside ? output : output - reasoning, read ?? 0, written ?? 0, 0, reasoning);
    }

    /// <summary>OpenAI's prompts hold the caches, and so does an input with details of it that tell them.</summary>
    private static bool HoldsCaches(JsonElement block) =>
        Count(block, "input_tokens", "inputTokens") is null || (NamedCacheRead(block) is null && Detail(block) is not null);

    private static long? CacheRead(JsonElement block) => NamedCacheRead(block) ?? Detail(block);

    private static long? NamedCacheRead(JsonElement block) => Count(block, "cache_read_input_tokens", "cacheReadInputTokens", "prompt_cache_hit_tokens");

    private static long? Detail(JsonElement block) => Detail(
        block, ["prompt_tokens_details", "promptTokensDetails", "input_tokens_details", "inputTokensDetails"], "cached_tokens", "cachedTokens");

    /// <summary>Details are one object or a list of them, whose counts are added.</summary>
    private static long? Detail(JsonElement block, string[] places, params string[] names)
    {
        foreach (JsonElement place in places.Select(name => block.Member(name)))
        {
            JsonElement[] parts = place.ValueKind == JsonValueKind.Array ? [.. place.Items()] : [place];
            long[] counts = [.. parts.Select(part => Count(part, names)).OfType<long>()];
            if (counts.Length > 0) return counts.Aggregate((sum, count) => Math.Min(Json.JsonCursor.CountMax, sum + count));
        }
        return null;
    }

    private static long? CacheWrite(JsonElement block) =>
        Count(block, "cache_creation_input_tokens", "cacheCreationInputTokens", "prompt_cache_write_tokens");

    private static long? Thinking(JsonElement block) =>
        Count(block, "completion_thinking_tokens")
        ?? Detail(
            block, ["completion_tokens_details", "completionTokensDetails", "output_tokens_details", "outputTokensDetails"],
            "reasoning_tokens", "reasoningTokens");

    private static long? Count(JsonElement usage, params ReadOnlySpan<string> names) => usage.AnyOf(names).LooseOrNull();
}
