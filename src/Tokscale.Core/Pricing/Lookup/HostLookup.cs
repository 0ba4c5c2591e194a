namespace Tokscale.Core.Pricing.Lookup;

/// <summary>Finds what the provider that served a model asks for it.</summary>
internal sealed class HostLookup(PriceCatalogs catalogs)
{
    /// <summary>The provider's own row of a model; null when there is none that is certain.</summary>
    public FoundRow? Find(ModelQuery query, ModelForm form)
    {
        Host host = query.Host;
        ModelSignature signature = ModelSignature.Of(form.Name);
        return (host.Kind == HostKind.OpenRouter ? InOpenRouter(form, signature) : null)
            ?? ExactInLiteLlm(host, form)
            ?? SameInLiteLlm(host, form, signature)
            ?? InModelsDev(host, form, signature);
    }

    /// <summary>The row that models.dev keeps for a provider's own name of a model; null when there is none.</summary>
    public FoundRow? InModelsDev(Host host, ModelForm form, ModelSignature signature)
    {
        CatalogIndex catalog = catalogs.ModelsDev;
        foreach (string provider in host.ModelsDevProviders)
        {
            int index = catalog.IndexOf(provider + "/" + form.Name);
            if (index < 0) index = catalog.IndexOf(provider + "/" + form.Bare);
            if (index >= 0) return new FoundRow(catalog, index, OfForm(form), "the provider's entry");
            index = RowChoice.Best(catalog, catalog.Same(signature, (_, owner) => owner == provider), form.Bare, signature);
            if (index >= 0) return new FoundRow(catalog, index, PriceConfidence.High, "the provider's entry in another spelling");
        }
        return null;
    }

    private FoundRow? InOpenRouter(ModelForm form, ModelSignature signature)
    {
        CatalogIndex catalog = catalogs.OpenRouter;
        int index = catalog.IndexOf(form.Name);
        if (index >= 0) return new FoundRow(catalog, index, PriceConfidence.Exact, "the router's key");
        string author = form.Name[..(form.Name.LastIndexOf('/') + 1)];
        List<int> rows = catalog.Same(signature, (key, _) => key.StartsWith(author, StringComparison.OrdinalIgnoreCase));
        index = RowChoice.Best(catalog, rows, form.Bare, signature);
        return index < 0 ? null : new FoundRow(catalog, index, PriceConfidence.High, "the router's entry in another spelling");
    }

    private FoundRow? ExactInLiteLlm(Host host, ModelForm form)
    {
        CatalogIndex catalog = catalogs.LiteLlm;
        foreach (string prefix in host.LiteLlmPrefixes)
        {
            foreach (string name in (string[])[form.Name, form.Bare])
            {
                int index = catalog.IndexOf(prefix + name);
                if (index < 0 || !host.Owns(catalog.Catalog.ProviderAt(index))) continue;
                if (HasRegionOf(host, catalog.Catalog.KeyAt(index), form.Name))
                    return new FoundRow(catalog, index, OfForm(form), "the provider's key");
            }
        }
        return null;
    }

    private FoundRow? SameInLiteLlm(Host host, ModelForm form, ModelSignature signature)
    {
        CatalogIndex catalog = catalogs.LiteLlm;
        foreach (string prefix in host.LiteLlmPrefixes)
        {
            List<int> rows = catalog.Same(signature, (key, provider) =>
                host.Owns(provider) && IsBehind(prefix, key) && HasRegionOf(host, key, form.Name));
            int index = RowChoice.Best(catalog, rows, form.Bare, signature);
            if (index >= 0) return new FoundRow(catalog, index, PriceConfidence.High, "the provider's key in another spelling");
        }
        return null;
    }

    private static bool IsBehind(string prefix, string key) =>
        prefix.Length == 0 ? !key.Contains('/') : key.StartsWith(prefix, StringComparison.OrdinalIgnoreCase);

    // A region has its own price: neither its row nor the general one stands for the other.
    private static bool HasRegionOf(Host host, string key, string name)
    {
        if (!host.IsRegional) return true;
        ReadOnlySpan<char> prefix = default;
        foreach (string candidate in host.LiteLlmPrefixes)
            if (candidate.Length > prefix.Length && key.StartsWith(candidate, StringComparison.OrdinalIgnoreCase)) prefix = candidate;
        return BareName.RegionOf(key, prefix).Equals(BareName.RegionOf(name, default), StringComparison.OrdinalIgnoreCase);
    }

    private static PriceConfidence OfForm(ModelForm form) => form.Removed.Length == 0 ? PriceConfidence.Exact : PriceConfidence.High;
}
