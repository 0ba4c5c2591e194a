using Tokscale.Core.Pricing.Custom;
using Tokscale.Core.Pricing.History;

namespace Tokscale.Core.Pricing.Lookup;

/// <summary>
/// Finds the row that prices a model, in a fixed order from certain to less certain. What is not certain enough is not
/// matched: a model without a price is shown as such, a wrong price is not seen by anyone.
/// </summary>
internal sealed class PriceResolver
{
    // Aliases that name each other would never end.
    private const int AliasesMax = 5;

    private readonly PriceCatalogs _catalogs;
    private readonly CustomPrices? _custom;
    private readonly HostLookup _hosts;
    private readonly MakerLookup _makers;
    private readonly MatchMaker _matches;

    public PriceResolver(PriceCatalogs catalogs, CustomPrices? custom, PriceHistory history)
    {
        _catalogs = catalogs;
        _custom = custom;
        _hosts = new HostLookup(catalogs);
        _makers = new MakerLookup(catalogs);
        _matches = new MatchMaker(_makers, custom, history);
    }

    /// <summary>The best match; null when there is none. One of low confidence is for those who ask for it.</summary>
    public PriceMatch? Resolve(string modelId, string? provider)
    {
        if (_custom is null) return Resolve(ModelQuery.Parse(modelId, provider));
        string logged = modelId.Trim(), name = logged;
        for (int hops = 0; hops < AliasesMax && _custom.Find(name, provider) is null; hops++) name = _custom.AliasOf(name) ?? name;
        ModelQuery query = ModelQuery.Parse(name, provider);
        FoundRow? own = _custom.Find(name, provider) ?? (name == logged ? null : Row(name));
        PriceMatch? match = own is { } found ? Own(query, found) : Resolve(query);
        return name == logged || match is null ? match : OtherName(match, name);
    }

    // Before the user's own price begins, that of the lists holds.
    private PriceMatch Own(ModelQuery query, FoundRow found)
    {
        PriceMatch own = _matches.Of(query, found);
        if (found.From is not { } from || Resolve(query) is not { } listed) return own;
        IEnumerable<PriceMatch> former = listed.Former.Where(match => match.Until < from);
        return own with { Former = [.. former, listed with { Until = from, Former = [] }] };
    }

    private static PriceMatch OtherName(PriceMatch match, string name)
    {
        PriceMatch Named(PriceMatch priced) => priced with { How = $"your other name for {name}", OtherName = name };
        return Named(match) with { Former = [.. match.Former.Select(Named)], Present = match.Present is { } present ? Named(present) : null };
    }

    private PriceMatch? Resolve(ModelQuery query)
    {
        // On the user's own machine whatever it is costs nothing, also a family without a version.
        if (query.Host.Kind == HostKind.Local) return _matches.Of(query, BuiltinPrices.Local);
        if (GenericWords.IsNoModel(query.Full) || GenericWords.IsNoModel(query.Bare)) return ByGenericName(query);
        if (query.Full.EndsWith(":free", StringComparison.Ordinal)) return _matches.Of(query, FreeVariant(query));
        if (Certain(query) is { } certain) return _matches.Of(query, certain);
        return query.Bare.EndsWith("-free", StringComparison.Ordinal) ? GivenAway(query) : ByForms(query);
    }

    private PriceMatch? ByGenericName(ModelQuery query)
    {
        if (query.Host.Name == "cursor" && query.Bare is "auto" or "default") return _matches.Of(query, BuiltinPrices.CursorAuto);
        // A provider may sell one model under the name of its family.
        if (query.Host.Kind != HostKind.Metered || !Makers.IsFamily(query.Bare)) return null;
        return _hosts.Find(query, new ModelForm(query.Name, IsFast: false, Removed: "")) is { } own ? _matches.Of(query, own) : null;
    }

    private FoundRow FreeVariant(ModelQuery query)
    {
        int index = _catalogs.OpenRouter.IndexOf(query.Name);
        return index < 0 ? BuiltinPrices.Free : new FoundRow(_catalogs.OpenRouter, index, PriceConfidence.Exact, "the router's key");
    }

    private FoundRow? Certain(ModelQuery query)
    {
        if (query.Host.Kind == HostKind.OpenRouter)
        {
            int index = _catalogs.OpenRouter.IndexOf(query.Name);
            if (index >= 0) return new FoundRow(_catalogs.OpenRouter, index, PriceConfidence.Exact, "the router's key");
        }
        return ExactKey(query) ?? Alias(query);
    }

    private FoundRow? ExactKey(ModelQuery query)
    {
        CatalogIndex catalog = _catalogs.LiteLlm;
        foreach (string key in (string[])[query.Logged, query.Full, query.Name])
        {
            int index = catalog.IndexOf(key);
            if (index < 0 || Contradicts(query, catalog.Catalog.ProviderAt(index), isWhole: key != query.Name)) continue;
            return new FoundRow(catalog, index, PriceConfidence.Exact, "key of the price list");
        }
        return null;
    }

    // A cloud's call must not get the maker's row, nor a maker's call a cloud's, just because the key is the same.
    private static bool Contradicts(ModelQuery query, string? provider, bool isWhole)
    {
        Host host = query.Host;
        if (host.Kind is HostKind.Metered or HostKind.OpenRouter or HostKind.Unknown) return !host.Owns(provider);
        bool isMakers = provider is null || query.Maker is null || query.Maker.LiteLlmProviders.Contains(provider);
        return !isMakers && !isWhole;
    }

    private FoundRow? Alias(ModelQuery query)
    {
        if (query.Host.Kind is HostKind.Metered or HostKind.OpenRouter) return null;
        if ((ModelAliases.TargetsOf(query.Full) ?? ModelAliases.TargetsOf(query.Bare)) is not { } targets) return null;
        foreach (string target in targets)
            if (Row(target) is { } row) return row;
        return null;
    }

    private FoundRow? Row(string target)
    {
        int colon = target.IndexOf(':');
        if (colon < 0) return null;
        string source = target[..colon], key = target[(colon + 1)..];
        foreach (CatalogIndex catalog in _catalogs.All)
        {
            if (catalog.Catalog.Source != source) continue;
            int index = catalog.IndexOf(key);
            if (index >= 0) return new FoundRow(catalog, index, PriceConfidence.Alias, "other name of " + key);
        }
        return null;
    }

    // "-free": the provider's own entry, or nothing to pay when the model behind it is known.
    private PriceMatch? GivenAway(ModelQuery query)
    {
        var form = new ModelForm(query.Name, IsFast: false, Removed: "");
        if (_hosts.InModelsDev(query.Host, form, ModelSignature.Of(query.Name)) is { Row.IsFree: true } own) return _matches.Of(query, own);
        ModelQuery paid = ModelQuery.Parse(query.Full[..^"-free".Length], query.Host.Name);
        if (Resolve(paid) is not { Confidence: > PriceConfidence.Low }) return null;
        return _matches.Of(query, BuiltinPrices.Free with { Confidence = PriceConfidence.Medium, How = "free variant of a known model" });
    }

    private PriceMatch? ByForms(ModelQuery query)
    {
        List<ModelForm> forms = ModelForms.Of(query.Name, query.Maker);
        bool hasRoute = query.Host.Kind is HostKind.Metered or HostKind.OpenRouter or HostKind.Unknown;
        if (hasRoute)
        {
            foreach (ModelForm form in forms)
                if (_hosts.Find(query, form) is { } own) return _matches.Of(query, own, form);
        }
        foreach (ModelForm form in forms)
        {
            if (_makers.Find(query.Maker, form) is not { } found) continue;
            return _matches.Of(query, hasRoute ? ForUnknownPrice(found) : found, form);
        }
        return ByAgent(query, forms) ?? ByResellers(query, forms);
    }

    private static FoundRow ForUnknownPrice(FoundRow found) => found with
    {
        Confidence = found.Confidence < PriceConfidence.Medium ? found.Confidence : PriceConfidence.Medium,
        How = found.How + "; the provider's own price is unknown",
    };

    // An agent's catalogue knows models that no one else lists.
    private PriceMatch? ByAgent(ModelQuery query, List<ModelForm> forms)
    {
        if (query.Host.Kind != HostKind.None) return null;
        foreach (ModelForm form in forms)
            if (_hosts.InModelsDev(query.Host, form, ModelSignature.Of(form.Name)) is { } found) return _matches.Of(query, found, form);
        return null;
    }

    private PriceMatch? ByResellers(ModelQuery query, List<ModelForm> forms)
    {
        foreach (ModelForm form in forms)
        {
            ModelSignature signature = ModelSignature.Of(form.Name);
            foreach (CatalogIndex catalog in (CatalogIndex[])[_catalogs.LiteLlm, _catalogs.ModelsDev])
            {
                List<int> rows = catalog.Same(signature, static (_, _) => true);
                if (rows.Count == 0) continue;
                bool isAgreed = RowChoice.Agree(catalog, rows);
                var found = new FoundRow(
                    catalog, RowChoice.Richest(catalog, rows),
                    isAgreed ? PriceConfidence.Medium : PriceConfidence.Low,
                    isAgreed ? "all providers ask the same" : "providers ask different prices");
                return _matches.Of(query, found, form) with { Candidates = [.. rows.Select(catalog.Catalog.KeyAt)] };
            }
        }
        return null;
    }
}
