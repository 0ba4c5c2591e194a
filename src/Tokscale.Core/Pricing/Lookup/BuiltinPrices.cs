using Tokscale.Core.Pricing.Rows;

namespace Tokscale.Core.Pricing.Lookup;

/// <summary>Prices that no list carries: Cursor's own models (its documentation, 2026-08), and what costs nothing.</summary>
internal static class BuiltinPrices
{
    private static readonly DateOnly s_date = new(2026, 8, 1);

    public static CatalogIndex Catalog { get; } = new(Build());

    /// <summary>What Cursor asks when it chooses the model itself.</summary>
    public static FoundRow CursorAuto { get; } = Of("cursor/auto", PriceConfidence.Exact, "published rate of the automatic choice");

    /// <summary>A model on the user's own machine.</summary>
    public static FoundRow Local { get; } = Of("local/free", PriceConfidence.Exact, "runs on this machine");

    /// <summary>A variant that its provider gives away.</summary>
    public static FoundRow Free { get; } = Of("free", PriceConfidence.Exact, "free variant");

    private static FoundRow Of(string key, PriceConfidence confidence, string how) => new(Catalog, Catalog.IndexOf(key), confidence, how);

    private static PriceList Build()
    {
        var list = new PriceList(PriceSources.Builtin, s_date);
        Add(list, "cursor/auto", 1.25m, 6m, 0.25m, 1.25m);
        Add(list, "cursor/composer-1", 1.25m, 10m, 0.125m, 0);
        Add(list, "cursor/composer-1.5", 3.5m, 17.5m, 0.35m, 0);
        Add(list, "cursor/composer-2", 0.5m, 2.5m, 0.2m, 0);
        Add(list, "cursor/composer-2-fast", 1.5m, 7.5m, null, 0);
        Add(list, "cursor/composer-2.5", 0.5m, 2.5m, 0.2m, 0);
        Add(list, "cursor/composer-2.5-fast", 3m, 15m, null, 0);
        Add(list, "local/free", 0, 0, 0, 0);
        Add(list, "free", 0, 0, 0, 0);
        return list;
    }

    // In US dollars a million tokens.
    private static void Add(PriceList list, string key, decimal input, decimal output, decimal? cacheRead, decimal? cacheWrite)
    {
        var rates = new Rates(input / 1_000_000m, output / 1_000_000m, cacheRead / 1_000_000m, cacheWrite / 1_000_000m, null, null);
        list.Add(key, new PriceRow { Bands = [new PriceBand(0, rates, default, default, default)] });
    }
}
