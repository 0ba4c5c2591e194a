using Tokscale.Core.Usage;

namespace Tokscale.Core.Reports;

/// <summary>
/// Sums of token counts that stop at the largest number instead of wrapping: damaged logs can state absurd counts, and the
/// result must not depend on the order of the calls.
/// </summary>
public static class TokenSums
{
    public static long Add(long a, long b) => a > long.MaxValue - b ? long.MaxValue : a + b;

    public static TokenCounts Add(in TokenCounts a, in TokenCounts b) => new(
        Add(a.Input, b.Input), Add(a.Output, b.Output), Add(a.CacheRead, b.CacheRead),
        Add(a.CacheWrite, b.CacheWrite), Add(a.CacheWrite1h, b.CacheWrite1h), Add(a.Reasoning, b.Reasoning));

    /// <summary>All tokens: <see cref="TokenCounts.Total"/> without wrapping.</summary>
    public static long Total(in TokenCounts tokens) =>
        Add(Add(Add(tokens.Input, tokens.Output), Add(tokens.CacheRead, tokens.CacheWrite)), tokens.Reasoning);
}
