using Tokscale.Core.Usage;

namespace Tokscale.Core.Pricing;

/// <summary>The prices of one model, long-context bands included.</summary>
public sealed class PriceCard
{
    /// <summary>Which band a request of this size is billed in: 0 is the base price.</summary>
    public int BandOf(long promptTokens) => throw new NotImplementedException();

    /// <summary>Cost in US dollars of tokens that share one band and price class; plain sums of requests are fine.</summary>
    public decimal Cost(in TokenCounts tokens, PriceClass priceClass, int band, long webSearches) => throw new NotImplementedException();
}
