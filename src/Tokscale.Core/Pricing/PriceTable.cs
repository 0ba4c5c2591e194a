using Tokscale.Core.Pricing.Lookup;
using Tokscale.Core.Pricing.Snapshot;

namespace Tokscale.Core.Pricing;

/// <summary>Finds the price of a model id. Lookups are memoised; safe to use from several threads.</summary>
public sealed class PriceTable
{
    private static readonly Lazy<PriceTable> s_embedded = new(static () => new PriceTable(PriceSnapshot.Embedded.Catalogs));

    private readonly Lock _lock = new();
    private readonly Dictionary<(string Model, string? Provider), PriceMatch?> _matches = [];
    private readonly PriceCatalogs _catalogs;
    private readonly PriceResolver _resolver;

    internal PriceTable(PriceCatalogs catalogs)
    {
        _catalogs = catalogs;
        _resolver = new PriceResolver(catalogs);
    }

    /// <summary>The prices that the program was built with.</summary>
    public static PriceTable Embedded => s_embedded.Value;

    /// <summary>How sure a match must be to be used.</summary>
    public PriceConfidence MinimumConfidence { get; init; } = PriceConfidence.Medium;

    /// <summary>The day of the newest list in use.</summary>
    public DateOnly SnapshotDate => _catalogs.LiteLlm.Catalog.Date;

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
            match = _resolver.Resolve(ModelQuery.Parse(modelId, provider));
            _matches.Add((modelId, provider), match);
            return match;
        }
    }

    /// <summary>Up to five models of the same family that have a price, nearest first, for an id that has none.</summary>
    public IReadOnlyList<string> Suggest(string modelId) => Suggestions.For(modelId, _catalogs);
}
