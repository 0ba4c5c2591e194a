using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Shared;

/// <summary>Takes apart counts that overlap in the log.</summary>
public static class InclusiveTokens
{
    /// <summary>Counts of a prompt that holds the caches, and of a completion that holds the reasoning.</summary>
    public static TokenCounts Split(long prompt, long cacheRead, long cacheWrite, long completion, long reasoning) => new(
        Math.Max(0, prompt - cacheRead - cacheWrite), Math.Max(0, completion - reasoning), cacheRead, cacheWrite, 0, reasoning);
}
