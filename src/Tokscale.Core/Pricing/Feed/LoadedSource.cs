using Tokscale.Core.Pricing.Lookup;

namespace Tokscale.Core.Pricing.Feed;

/// <summary>The list of one source that a run uses.</summary>
/// <param name="Source">The source.</param>
/// <param name="Index">The list.</param>
/// <param name="Origin">Where it comes from.</param>
/// <param name="FetchedAt">When it was fetched or last confirmed, seconds since 1970; null for an embedded one.</param>
internal sealed record LoadedSource(FeedSource Source, CatalogIndex Index, PriceOrigin Origin, long? FetchedAt)
{
    /// <summary>Why no newer list is there; null when none was needed or it came.</summary>
    public string? Failure { get; init; }

    /// <summary>The failure must be told whatever the age of the list in use.</summary>
    public bool IsFailureLoud { get; init; }

    /// <summary>Rows whose new price was not believed.</summary>
    public IReadOnlyList<string> KeptKeys { get; init; } = [];

    /// <summary>The list that was in use before this run fetched a new one; null when it did not.</summary>
    public IPriceCatalog? Before { get; init; }

    public PriceSourceState State => new(
        Source.Name, Origin, FetchedAt is { } time ? DateTimeOffset.UnixEpoch.AddSeconds(time) : null,
        Index.Catalog.Date, Index.Catalog.Count, Failure);

    /// <summary>The newer of a kept list and the embedded one.</summary>
    public static LoadedSource NewestOf(FeedSource source, CachedPriceList? cached) =>
        cached is not null && cached.Date >= source.Embedded.Catalog.Date
            ? new LoadedSource(source, new CatalogIndex(cached), PriceOrigin.Cache, cached.Timestamp)
            : new LoadedSource(source, source.Embedded, PriceOrigin.Embedded, null);
}
