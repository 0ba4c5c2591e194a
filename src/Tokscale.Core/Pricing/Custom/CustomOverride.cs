namespace Tokscale.Core.Pricing.Custom;

/// <summary>A price of the user's own.</summary>
/// <param name="Key">The id; with the provider in front when it counts there only.</param>
/// <param name="IsAtProvider">It counts for one provider only.</param>
/// <param name="Card">The prices.</param>
/// <param name="From">The first day; null when it counts for all days.</param>
public sealed record CustomOverride(string Key, bool IsAtProvider, PriceCard Card, DateOnly? From);
