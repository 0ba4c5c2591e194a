namespace Tokscale.Core.Pricing.Feed;

/// <summary>The state of one price source, for those who ask why a price is what it is.</summary>
/// <param name="Source">The source, by <see cref="PriceSources"/>.</param>
/// <param name="Origin">Where the list in use comes from.</param>
/// <param name="FetchedAt">When the list in use was fetched or last confirmed; null for an embedded one.</param>
/// <param name="Date">The day of the list in use.</param>
/// <param name="Rows">How many prices it has.</param>
/// <param name="Failure">Why no newer list is there; null when none was needed or it came.</param>
public sealed record PriceSourceState(
    string Source, PriceOrigin Origin, DateTimeOffset? FetchedAt, DateOnly Date, int Rows, string? Failure);
