namespace Tokscale.Core.Pricing;

/// <summary>Prices in US dollars for a million tokens; null where none is known.</summary>
public readonly record struct PricesPerMillion(
    decimal? Input, decimal? Output, decimal? CacheRead, decimal? CacheWrite5m, decimal? CacheWrite1h, decimal? Reasoning);
