namespace Tokscale.Core.Pricing;

/// <summary>What each token class costs once every missing price is filled in, US dollars a token.</summary>
internal readonly record struct EffectiveRates(
    decimal Input, decimal Output, decimal CacheRead, decimal CacheWrite5m, decimal CacheWrite1h, decimal Reasoning)
{
    public EffectiveRates Times(decimal factor) => new(
        Input * factor, Output * factor, CacheRead * factor, CacheWrite5m * factor, CacheWrite1h * factor, Reasoning * factor);
}
