namespace Tokscale.Core.Reports;

/// <summary>Use of a window in a unit of time, from its first to its last call.</summary>
/// <param name="Block">The window.</param>
/// <param name="Minutes">From the first to the last call.</param>
public readonly record struct BurnRate(UsageBlock Block, double Minutes)
{
    public double TokensPerMinute => Block.TotalTokens / Minutes;

    /// <summary>Without cached tokens, which are cheap and would hide how hard the model works.</summary>
    public double UncachedTokensPerMinute => (Block.Tokens.Input + (double)Block.Tokens.Output + Block.Tokens.Reasoning) / Minutes;

    /// <summary>US dollars an hour; null when nothing has a price.</summary>
    public decimal? CostPerHourUsd => Block.CostUsd * 60 / (decimal)Minutes;

    /// <summary>Tokens at the end of the window if it goes on like this.</summary>
    public long ProjectedTokens(long remainingMinutes) =>
        (long)Math.Min(long.MaxValue / 2.0, Block.TotalTokens + TokensPerMinute * remainingMinutes);

    /// <summary>Cost at the end of the window if it goes on like this.</summary>
    public decimal? ProjectedCostUsd(long remainingMinutes) => Block.CostUsd + CostPerHourUsd * remainingMinutes / 60;
}
