using Tokscale.Core.Usage;

namespace Tokscale.Core.Pricing.Rows;

/// <summary>What one source publishes about one model, in US dollars a token. Nothing in it is assumed.</summary>
internal sealed class PriceRow
{
    /// <summary>The base prices, then the long-context ones by rising threshold; never empty, the base is complete.</summary>
    public required PriceBand[] Bands { get; init; }

    /// <summary>Who serves the model in this row, in the words of the source; null when it does not say.</summary>
    public string? Provider { get; init; }

    /// <summary>What the fast mode multiplies every token price by; null when none is published.</summary>
    public decimal? FastMultiplier { get; init; }

    /// <summary>What inference pinned to the US multiplies every token price by; null when none is published.</summary>
    public decimal? UsMultiplier { get; init; }

    /// <summary>What inference pinned to the EU multiplies every token price by; null when none is published.</summary>
    public decimal? EuMultiplier { get; init; }

    /// <summary>US dollars for one web search; null when none is published.</summary>
    public decimal? WebSearch { get; init; }

    /// <summary>The prices of an ordinary request.</summary>
    public Rates Base => Bands[0].Standard;

    public decimal Input => Base.Input.GetValueOrDefault();

    public decimal Output => Base.Output.GetValueOrDefault();

    public bool IsFree => Input == 0 && Output == 0;

    /// <summary>How many prices the row holds: of two rows for one model the richer one is better.</summary>
    public int FieldCount
    {
        get
        {
            int count = FastMultiplier is null ? 0 : 1;
            foreach (PriceBand band in Bands)
                for (int tier = 0; tier < PriceBand.TierCount; tier++) count += band.Of((ServiceTier)tier).Count;
            return count;
        }
    }

    /// <summary>Every published price with its field.</summary>
    public IEnumerable<(PriceField Field, decimal? Price)> Prices
    {
        get
        {
            foreach (PriceBand band in Bands)
                for (int tier = 0; tier < PriceBand.TierCount; tier++)
                    for (int i = 0; i < Rates.ClassCount; i++)
                        if (band.Of((ServiceTier)tier)[(TokenClass)i] is { } price)
                            yield return (new PriceField((TokenClass)i, (ServiceTier)tier, band.AboveTokens), price);
        }
    }

    /// <summary>True when input and output cost the same as in another row, but for what converting from other units rounds.</summary>
    public bool AgreesWith(PriceRow other) => IsSame(Input, other.Input) && IsSame(Output, other.Output);

    private static bool IsSame(decimal price, decimal other) => Math.Abs(price - other) <= Math.Max(price, other) / 1_000;

    /// <summary>The row with some prices replaced; null takes a price away.</summary>
    public PriceRow With(IEnumerable<(PriceField Field, decimal? Price)> changes)
    {
        List<PriceBand> bands = [.. Bands];
        foreach ((PriceField field, decimal? price) in changes)
        {
            int index = bands.FindIndex(band => band.AboveTokens == field.AboveTokens);
            if (index < 0)
            {
                index = bands.Count;
                bands.Add(new PriceBand(field.AboveTokens, default, default, default, default));
            }
            bands[index] = bands[index].With(field.Tier, bands[index].Of(field.Tier).With(field.Class, price));
        }
        bands.Sort(static (a, b) => a.AboveTokens.CompareTo(b.AboveTokens));
        return WithBands([.. bands]);
    }

    public PriceRow WithBands(PriceBand[] bands) => new()
    {
        Bands = bands,
        Provider = Provider,
        FastMultiplier = FastMultiplier,
        UsMultiplier = UsMultiplier,
        EuMultiplier = EuMultiplier,
        WebSearch = WebSearch,
    };
}
