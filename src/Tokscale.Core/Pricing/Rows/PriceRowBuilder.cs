using System.Runtime.InteropServices;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Pricing.Rows;

/// <summary>Collects the fields of one row; reused from row to row.</summary>
internal sealed class PriceRowBuilder
{
    /// <summary>
    /// $2,000 for a million tokens. The dearest real text model costs $600; lists that mistake a unit are a factor of 1,000 out.
    /// </summary>
    private const decimal PricePerTokenMax = 0.002m;

    // A multiplier or a price of one search beyond these is a slip.
    private const decimal MultiplierMax = 20m;
    private const decimal WebSearchMax = 1m;

    // No model has more than a handful; a list of thousands is an attack.
    private const int BandsMax = 16;

    private readonly List<PriceBand> _bands = [];
    private bool _isRejected;

    public string? Provider { get; set; }

    /// <summary>A cached prompt's price under DeepSeek's name for it, used when the usual field is absent.</summary>
    public decimal? CacheHit { get; set; }

    public decimal? FastMultiplier { get; set; }

    public decimal? UsMultiplier { get; set; }

    public decimal? EuMultiplier { get; set; }

    public decimal? WebSearch { get; set; }

    /// <summary>Forgets everything, ready for the next row.</summary>
    public void Clear()
    {
        _bands.Clear();
        _isRejected = false;
        Provider = null;
        CacheHit = FastMultiplier = UsMultiplier = EuMultiplier = WebSearch = null;
    }

    /// <summary>Takes a price in US dollars a token; null is ignored.</summary>
    public void Set(PriceField field, decimal? price)
    {
        if (price is not { } value) return;
        if (value > PricePerTokenMax) _isRejected = true;
        ref PriceBand band = ref BandAbove(field.AboveTokens);
        band = band.With(field.Tier, band.Of(field.Tier).With(field.Class, PriceNumber.Clean(value)));
    }

    /// <summary>The row; null when it lacks the prices every call needs or holds an impossible one.</summary>
    public PriceRow? Build()
    {
        _bands.Sort(static (a, b) => a.AboveTokens.CompareTo(b.AboveTokens));
        if (_isRejected || _bands.Count is 0 or > BandsMax || !_bands[0].Standard.IsComplete || _bands[0].AboveTokens != 0) return null;
        Rates standard = _bands[0].Standard;
        if (standard.CacheRead is null && CacheHit is <= PricePerTokenMax)
            _bands[0] = _bands[0].With(ServiceTier.Standard, standard with { CacheRead = CacheHit });
        DropOrphans();
        return new PriceRow
        {
            Bands = [.. _bands],
            Provider = Provider,
            FastMultiplier = Plausible(FastMultiplier, MultiplierMax),
            UsMultiplier = Plausible(UsMultiplier, MultiplierMax),
            EuMultiplier = Plausible(EuMultiplier, MultiplierMax),
            WebSearch = WebSearch is <= WebSearchMax ? WebSearch : null,
        };
    }

    // A long-context price of a class that has no base price cannot be told from a mistake (Gemini's cache writes).
    private void DropOrphans()
    {
        Rates standard = _bands[0].Standard;
        for (int i = _bands.Count - 1; i > 0; i--)
        {
            Rates rates = _bands[i].Standard;
            for (int c = 0; c < Rates.ClassCount; c++)
                if (standard[(TokenClass)c] is null) rates = rates.With((TokenClass)c, null);
            if (rates.Input is null && rates.Output is null) _bands.RemoveAt(i);
            else _bands[i] = _bands[i].With(ServiceTier.Standard, rates);
        }
    }

    private ref PriceBand BandAbove(long tokens)
    {
        int index = _bands.FindIndex(band => band.AboveTokens == tokens);
        if (index < 0)
        {
            index = _bands.Count;
            _bands.Add(new PriceBand(tokens, default, default, default, default));
        }
        return ref CollectionsMarshal.AsSpan(_bands)[index];
    }

    private static decimal? Plausible(decimal? multiplier, decimal max) => multiplier is > 0 && multiplier <= max ? multiplier : null;
}
