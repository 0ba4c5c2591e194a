using System.Text.Json;
using Tokscale.Core.Recounting;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Shared.Rollouts;

/// <summary>Counters as a rollout writes them, for the second reader; its total holds nothing further.</summary>
internal readonly record struct RolloutNumbers(long Input, long Cached, long Written, long Output, long Reasoning)
{
    public bool IsZero => (Input | Cached | Written | Output | Reasoning) == 0;

    private static readonly string[] s_names =
    [
        "input_tokens", "cached_input_tokens", "cache_write_input_tokens", "cache_creation_input_tokens", "output_tokens",
        "reasoning_output_tokens", "total_tokens",
    ];

    /// <summary>Null for what has no counter.</summary>
    public static RolloutNumbers? Of(JsonElement usage) => s_names.Any(name => usage.Member(name).CountOrNull() is not null)
        ? new(
            usage.Count("input_tokens"), usage.Count("cached_input_tokens"),
            usage.AnyOf("cache_write_input_tokens", "cache_creation_input_tokens").Count(), usage.Count("output_tokens"),
            usage.Count("reasoning_output_tokens"))
        : null;

    /// <summary>What a running total grew by; a counter that went down grew by nothing.</summary>
    public RolloutNumbers Since(RolloutNumbers earlier) => new(
        Math.Max(0, Input - earlier.Input), Math.Max(0, Cached - earlier.Cached), Math.Max(0, Written - earlier.Written),
        Math.Max(0, Output - earlier.Output), Math.Max(0, Reasoning - earlier.Reasoning));

    public TokenCounts ToTokens()
    {
        long read = Math.Min(Cached, Input), written = Math.Min(Written, Input - read), reasoning = Math.Min(Reasoning, Output);
        return new(Input - read - written, Output - reasoning, read, written, 0, reasoning);
    }
}
