namespace Tokscale.Core.Pricing;

/// <summary>A price and how it was found.</summary>
public sealed record PriceMatch(PriceCard Card, string Source, string MatchedKey);
