using Tokscale.Core.Usage;

namespace Tokscale.Core.Pricing.Rows;

/// <summary>Prices of requests whose prompt is longer than a threshold.</summary>
/// <param name="AboveTokens">The threshold; 0 for the base prices.</param>
internal readonly record struct PriceBand(long AboveTokens, Rates Standard, Rates Priority, Rates Flex, Rates Batch)
{
    public const int TierCount = 4;

    public Rates Of(ServiceTier tier) => tier switch
    {
        ServiceTier.Priority => Priority,
        ServiceTier.Flex => Flex,
        ServiceTier.Batch => Batch,
        _ => Standard,
    };

    public PriceBand With(ServiceTier tier, Rates rates) => tier switch
    {
        ServiceTier.Priority => this with { Priority = rates },
        ServiceTier.Flex => this with { Flex = rates },
        ServiceTier.Batch => this with { Batch = rates },
        _ => this with { Standard = rates },
    };
}
