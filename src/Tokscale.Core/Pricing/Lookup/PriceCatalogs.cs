namespace Tokscale.Core.Pricing.Lookup;

/// <summary>The price lists that a table looks into.</summary>
/// <param name="LiteLlm">The first source.</param>
/// <param name="Archives">Rows that the first source has dropped, newest first.</param>
/// <param name="ModelsDev">The third source.</param>
/// <param name="OpenRouter">The second source.</param>
internal sealed record PriceCatalogs(CatalogIndex LiteLlm, CatalogIndex[] Archives, CatalogIndex ModelsDev, CatalogIndex OpenRouter)
{
    /// <summary>What authors themselves ask for models that only the second source lists.</summary>
    public CatalogIndex AuthorEndpoints { get; init; } = CatalogIndex.Empty(PriceSources.OpenRouter);

    /// <summary>Every list, in the order in which sources are trusted.</summary>
    public IEnumerable<CatalogIndex> All => [LiteLlm, .. Archives, ModelsDev, OpenRouter];
}
