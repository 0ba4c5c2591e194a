using Tokscale.Core.Pricing.Rows;

namespace Tokscale.Core.Pricing.History;

/// <summary>What a row asked before a change.</summary>
/// <param name="Until">The day of the change, from which it no longer holds.</param>
/// <param name="Prices">The prices that were different; null for one that there was not.</param>
internal sealed record FormerPrice(DateOnly Until, IReadOnlyList<(PriceField Field, decimal? Price)> Prices)
{
    /// <summary>What is known of the prices since, for lists that are older than the change; empty when nothing is.</summary>
    public IReadOnlyList<(PriceField Field, decimal? Price)> Then { get; init; } = [];
}
