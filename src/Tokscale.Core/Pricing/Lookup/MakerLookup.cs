namespace Tokscale.Core.Pricing.Lookup;

/// <summary>Finds what a model's maker asks for it.</summary>
internal sealed class MakerLookup(PriceCatalogs catalogs)
{
    /// <summary>The maker's row of a model; null when there is none that is certain.</summary>
    public FoundRow? Find(Maker? maker, ModelForm form)
    {
        string bare = form.Bare;
        ModelSignature signature = ModelSignature.Of(bare);
        if (maker is null) return OfUnknownMaker(form.Name, bare, signature);
        bool hasWeakNames = maker.Traits.HasFlag(ModelTraits.WeakNames);
        return InLiteLlm(catalogs.LiteLlm, maker, bare, signature)
            ?? (hasWeakNames ? StampInLiteLlm(maker, bare, signature) : null)
            ?? InArchives(maker, bare, signature)
            ?? InModelsDev(maker, bare, signature)
            ?? InOpenRouter(maker, bare, signature)
            ?? InBuiltin(maker, bare, signature)
            ?? (hasWeakNames ? null : StampInLiteLlm(maker, bare, signature))
            ?? StampElsewhere(maker, bare, signature);
    }

    /// <summary>Another source's price of a cached token for the same model at the same price; null when none tells.</summary>
    public decimal? BorrowCacheRead(Maker maker, FoundRow found)
    {
        string bare = BareName.Of(found.Key).ToString();
        ModelSignature signature = ModelSignature.Of(bare);
        return CacheReadOf(InModelsDev(maker, bare, signature), found) ?? CacheReadOf(InOpenRouter(maker, bare, signature), found);
    }

    private static decimal? CacheReadOf(FoundRow? other, FoundRow found) =>
        other is { } row && row.Catalog != found.Catalog && row.Row.AgreesWith(found.Row) ? row.Row.Base.CacheRead : null;

    private FoundRow? InArchives(Maker maker, string bare, ModelSignature signature)
    {
        foreach (CatalogIndex archive in catalogs.Archives)
            if (InLiteLlm(archive, maker, bare, signature) is { } found) return found with { How = "the last price of a retired model" };
        return null;
    }

    private static FoundRow? InLiteLlm(CatalogIndex catalog, Maker maker, string bare, ModelSignature signature)
    {
        foreach (string prefix in maker.LiteLlmPrefixes)
        {
            int index = catalog.IndexOf(prefix + bare);
            if (index >= 0 && IsMakers(maker, prefix, catalog.Catalog.KeyAt(index), catalog.Catalog.ProviderAt(index)))
                return new FoundRow(catalog, index, PriceConfidence.High, "the maker's key");
        }
        foreach (string prefix in maker.LiteLlmPrefixes)
        {
            List<int> rows = catalog.Same(signature, (key, provider) => IsMakers(maker, prefix, key, provider));
            int index = RowChoice.Best(catalog, rows, bare, signature);
            if (index >= 0) return new FoundRow(catalog, index, PriceConfidence.High, "the same model in the maker's spelling");
        }
        return null;
    }

    private FoundRow? StampInLiteLlm(Maker maker, string bare, ModelSignature signature)
    {
        foreach (string prefix in maker.LiteLlmPrefixes)
        {
            List<int> rows = catalogs.LiteLlm.SameButStamp(signature, (key, provider) => IsMakers(maker, prefix, key, provider));
            if (RowChoice.Agreed(catalogs.LiteLlm, rows, bare) is >= 0 and int index) return Stamp(catalogs.LiteLlm, index);
        }
        return null;
    }

    private FoundRow? InModelsDev(Maker maker, string bare, ModelSignature signature) =>
        InPaths(catalogs.ModelsDev, maker.ModelsDevProviders, bare, signature, "the maker's entry");

    // The list has the router's own price, which may be a cheap host's; the author's is better where it is known.
    private FoundRow? InOpenRouter(Maker maker, string bare, ModelSignature signature)
    {
        FoundRow? listed = InPaths(catalogs.OpenRouter, maker.OpenRouterAuthors, bare, signature, "the maker's model at OpenRouter");
        if (listed is not { } row || catalogs.AuthorEndpoints.IndexOf(row.Key) is not (>= 0 and int index)) return listed;
        return row with { Catalog = catalogs.AuthorEndpoints, Index = index, How = "the maker's own endpoint at OpenRouter" };
    }

    private static FoundRow? InBuiltin(Maker maker, string bare, ModelSignature signature) =>
        InPaths(BuiltinPrices.Catalog, [maker.Name], bare, signature, "published by the maker");

    private static FoundRow? InPaths(CatalogIndex catalog, string[] folders, string bare, ModelSignature signature, string how)
    {
        foreach (string folder in folders)
        {
            int index = catalog.IndexOf(folder + "/" + bare);
            if (index < 0) index = RowChoice.Best(catalog, catalog.Same(signature, (key, _) => IsIn(folder, key)), bare, signature);
            if (index >= 0) return new FoundRow(catalog, index, PriceConfidence.High, how);
        }
        return null;
    }

    private FoundRow? StampElsewhere(Maker maker, string bare, ModelSignature signature)
    {
        (CatalogIndex Catalog, string[] Folders)[] places =
            [(catalogs.ModelsDev, maker.ModelsDevProviders), (catalogs.OpenRouter, maker.OpenRouterAuthors)];
        foreach ((CatalogIndex catalog, string[] folders) in places)
        {
            foreach (string folder in folders)
            {
                List<int> rows = catalog.SameButStamp(signature, (key, _) => IsIn(folder, key));
                if (RowChoice.Agreed(catalog, rows, bare) is >= 0 and int index) return Stamp(catalog, index);
            }
        }
        return null;
    }

    // OpenRouter names every model by its author, so whoever it is, the author's row is the maker's.
    private FoundRow? OfUnknownMaker(string name, string bare, ModelSignature signature)
    {
        CatalogIndex catalog = catalogs.OpenRouter;
        int index = catalog.IndexOf(name);
        if (index < 0) index = RowChoice.Best(catalog, catalog.Same(signature, static (_, _) => true), bare, signature);
        return index < 0 ? null : new FoundRow(catalog, index, PriceConfidence.High, "the author's model at OpenRouter");
    }

    private static FoundRow Stamp(CatalogIndex catalog, int index) =>
        new(catalog, index, PriceConfidence.Medium, "the same model but for a release stamp");

    private static bool IsMakers(Maker maker, string prefix, string key, string? provider)
    {
        bool isPlace = prefix.Length == 0 ? !key.Contains('/') : key.StartsWith(prefix, StringComparison.OrdinalIgnoreCase);
        if (!isPlace) return false;
        return provider is null ? Makers.OfName(BareName.Of(key)) == maker : maker.LiteLlmProviders.Contains(provider);
    }

    private static bool IsIn(string folder, string key) =>
        key.Length > folder.Length && key[folder.Length] == '/' && key.StartsWith(folder, StringComparison.OrdinalIgnoreCase);
}
