using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Hermes;

/// <summary>Counters as a row has them: input and caches apart, output with the reasoning in it.</summary>
internal readonly record struct HermesSums(long Input, long Output, long CacheRead, long CacheWrite, long Reasoning, decimal? CostUsd)
{
    /// <summary>Sums of fractions differ in their last digits; less than this is no money.</summary>
    private const decimal CostUsdMin = 1e-9m;

    /// <summary>As classes that do not overlap.</summary>
    public TokenCounts Tokens
    {
        get
        {
            long reasoning = Math.Min(Reasoning, Output);
            return new TokenCounts(Input, Output - reasoning, CacheRead, CacheWrite, 0, reasoning);
        }
    }

    public static HermesSums operator +(in HermesSums a, in HermesSums b) => new(
        a.Input + b.Input, a.Output + b.Output, a.CacheRead + b.CacheRead, a.CacheWrite + b.CacheWrite, a.Reasoning + b.Reasoning,
        (a.CostUsd ?? 0) + (b.CostUsd ?? 0));

    /// <summary>What these have more than others, counter by counter.</summary>
    public HermesSums Beyond(in HermesSums others) => new(
        Rest(Input, others.Input), Rest(Output, others.Output), Rest(CacheRead, others.CacheRead), Rest(CacheWrite, others.CacheWrite),
        Rest(Reasoning, others.Reasoning), RestUsd(CostUsd, others.CostUsd ?? 0));

    private static long Rest(long all, long part) => Math.Max(0, all - part);

    /// <returns>Null where the others have all the money: what the rest cost was not told. Free stays free.</returns>
    private static decimal? RestUsd(decimal? all, decimal part)
    {
        if (all is null or 0) return all;
        return all - part > CostUsdMin ? all - part : null;
    }
}
