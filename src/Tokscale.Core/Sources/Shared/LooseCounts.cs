using System.Text.Json;
using Tokscale.Core.Recounting;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Shared;

/// <summary>Counters under the names of the API that answered, for second readers.</summary>
internal static class LooseCounts
{
    public static TokenCounts TokensOf(JsonElement usage)
    {
        bool isOpenName = usage.AnyOf("prompt_tokens", "promptTokens").Exists();
        long input = Count(usage, "input_tokens", "inputTokens", "prompt_tokens", "promptTokens");
        long output = Count(usage, "output_tokens", "outputTokens", "completion_tokens", "completionTokens");
        long read = Count(usage, "cache_read_input_tokens", "cacheReadInputTokens", "prompt_cache_hit_tokens");
        if (read == 0) read = Count(usage.AnyOf("prompt_tokens_details", "promptTokensDetails"), "cached_tokens", "cachedTokens");
        long written = Count(usage, "cache_creation_input_tokens", "cacheCreationInputTokens", "prompt_cache_write_tokens");
        long reasoning = Count(usage, "completion_thinking_tokens");
        if (reasoning == 0) reasoning = Count(usage.AnyOf("completion_tokens_details", "completionTokensDetails"), "reasoning_tokens",
            "reasoningTokens");
        long total = Count(usage, "total_tokens", "totalTokens");
        // A total that fits neither way tells nothing; then the names decide.
        bool isInside = total == input + output || (total != input + output + read + written && isOpenName);
        if (total == 0) isInside = isOpenName;
        reasoning = Math.Min(reasoning, output);
        return new(isInside ? Math.Max(0, input - read - written) : input, output - reasoning, read, written, 0, reasoning);
    }

    private static long Count(JsonElement usage, params ReadOnlySpan<string> names) => usage.AnyOf(names).LooseOrNull() ?? 0;
}
