using Tokscale.Core.Pricing.Rows;

namespace Tokscale.Core.Pricing.Lookup;

/// <summary>A row that answers a lookup.</summary>
/// <param name="Catalog">Where it is.</param>
/// <param name="Index">Its place there.</param>
/// <param name="Confidence">How sure the match is.</param>
/// <param name="How">How it was found, in a few words.</param>
internal readonly record struct FoundRow(CatalogIndex Catalog, int Index, PriceConfidence Confidence, string How)
{
    /// <summary>The first day of the price; null when it has no beginning.</summary>
    public DateOnly? From { get; init; }

    public string Key => Catalog.Catalog.KeyAt(Index);

    public PriceRow Row => Catalog.RowAt(Index);
}
