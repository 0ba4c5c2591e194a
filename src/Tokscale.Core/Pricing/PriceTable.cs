using Tokscale.Core.Pricing.Custom;
using Tokscale.Core.Pricing.History;
using Tokscale.Core.Pricing.Lookup;
using Tokscale.Core.Pricing.Snapshot;

namespace Tokscale.Core.Pricing;

/// <summary>Finds the price of a model id. Lookups are memoised; safe to use from several threads.</summary>
public sealed class PriceTable
{
    private static readonly Lazy<PriceTable> s_embedded =
        new(static () => new PriceTable(PriceSnapshot.Embedded.Catalogs, custom: null, PriceHistory.Embedded));

    private readonly Lock _lock = new();
    private readonly Dictionary<(string Model, string? Provider), PriceMatch?> _matches = [];
    private readonly PriceCatalogs _catalogs;
    private readonly CustomPrices? _custom;
    private readonly PriceHistory _history;
    private readonly PriceResolver _resolver;

    internal PriceTable(PriceCatalogs catalogs, CustomPrices? custom, PriceHistory history)
    {
        _catalogs = catalogs;
        _custom = custom;
        _history = history;
        _resolver = new PriceResolver(catalogs, custom, history);
    }

    /// <summary>The prices that the program was built with.</summary>
    public static PriceTable Embedded => s_embedded.Value;

    /// <summary>How sure a match must be to be used.</summary>
    public PriceConfidence MinimumConfidence { get; init; } = PriceConfidence.Medium;

    /// <summary>The day of the first source's list.</summary>
    public DateOnly SnapshotDate => _catalogs.LiteLlm.Catalog.Date;

    /// <summary>The rows that have priced something so far, as source and key.</summary>
    public IReadOnlyList<(string Source, string Key)> UsedRows
    {
        get
        {
            lock (_lock) return [.. _matches.Values.OfType<PriceMatch>().Select(match => (match.Source, match.MatchedKey)).Distinct()];
        }
    }

    /// <summary>The price for a model, or null when none is safe to use.</summary>
    /// <param name="modelId">The exact id of the log.</param>
    /// <param name="provider">Who served it, if the log says.</param>
    public PriceMatch? Find(string modelId, string? provider = null)
    {
        PriceMatch? match = FindAny(modelId, provider);
        return match?.Confidence >= MinimumConfidence ? match : null;
    }

    /// <summary>The best match of whatever confidence, for explanations; null when nothing has that name.</summary>
    public PriceMatch? FindAny(string modelId, string? provider = null)
    {
        lock (_lock)
        {
            if (_matches.TryGetValue((modelId, provider), out PriceMatch? match)) return match;
            match = _resolver.Resolve(modelId, provider);
            _matches.Add((modelId, provider), match);
            return match;
        }
    }

    /// <summary>Keys of the router's list that stand in for prices of makers.</summary>
    internal string[] RoutersKeys()
    {
        lock (_lock)
        {
            return [.. _matches.Values.SelectMany(match => match is { IsRoutersPrice: true } ? (string[])[match.MatchedKey] : []).Distinct()];
        }
    }

    /// <summary>The same table with what authors themselves ask.</summary>
    internal PriceTable With(CatalogIndex authorEndpoints) =>
        new(_catalogs with { AuthorEndpoints = authorEndpoints }, _custom, _history) { MinimumConfidence = MinimumConfidence };

    /// <summary>The same table with another measure of how sure a match must be.</summary>
    public PriceTable AtLeast(PriceConfidence minimum) =>
        minimum == MinimumConfidence ? this : new PriceTable(_catalogs, _custom, _history) { MinimumConfidence = minimum };

    /// <summary>The table that looks into one source only.</summary>
    /// <param name="source">The source, by <see cref="PriceSources"/>.</param>
    public PriceTable Only(string source)
    {
        CatalogIndex Kept(CatalogIndex list) => list.Catalog.Source == source ? list : CatalogIndex.Empty(list.Catalog.Source);
        var catalogs = new PriceCatalogs(
            Kept(_catalogs.LiteLlm), [.. _catalogs.Archives.Select(Kept)], Kept(_catalogs.ModelsDev), Kept(_catalogs.OpenRouter));
        return new PriceTable(catalogs, source == PriceSources.Custom ? _custom : null, _history) { MinimumConfidence = MinimumConfidence };
    }

    /// <summary>What other sources ask for the same model of the same maker, where that is not the same.</summary>
    public IReadOnlyList<PriceMatch> DisputesOf(PriceMatch match)
    {
        var disputes = new List<PriceMatch>();
        foreach (string source in (string[])[PriceSources.LiteLlm, PriceSources.ModelsDev, PriceSources.OpenRouter])
        {
            if (source == match.Source) continue;
            PriceMatch? other = Only(source).Find(BareName.Of(match.MatchedKey).ToString());
            if (other is not { Confidence: >= PriceConfidence.High } || other.Source != source) continue;
            if (!other.Card.Row.AgreesWith(match.Card.Row)) disputes.Add(other);
        }
        return disputes;
    }

    /// <summary>Up to five models of the same family that have a price, nearest first, for an id that has none.</summary>
    public IReadOnlyList<string> Suggest(string modelId) => Suggestions.For(modelId, _catalogs);
}
