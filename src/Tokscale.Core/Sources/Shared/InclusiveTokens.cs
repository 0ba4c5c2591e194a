using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Shared;

/// <summary>Takes apart counts that overlap in the log.</summary>
public static class InclusiveTokens
{
    /// <summary>Counts of a prompt that holds the caches, and of a completion that holds the reasoning.</summary>
    public static TokenCounts Split(long prompt, long cacheRead, long cacheWrite, long completion, long reasoning) => new(
        Math.Max(0, prompt - cacheRead - cacheWrite), Math.Max(0, completion - reasoning), cacheRead, cacheWrite, 0, reasoning);

    /// <summary>As <see cref="Split"/>, where parts may be told larger than what they are part of: they are cut to it.</summary>
    public static TokenCounts Cut(long prompt, long cacheRead, long cacheWrite, long completion, long reasoning)
    {
        cacheRead = Math.Min(cacheRead, prompt);
        return Split(prompt, cacheRead, Math.Min(cacheWrite, prompt - cacheRead), completion, Math.Min(reasoning, completion));
    }
}
