using Tokscale.Core.Pricing.Rows;

namespace Tokscale.Core.Pricing;

/// <summary>Fills the gaps of a row's standard prices, band by band, and remembers which.</summary>
internal readonly struct RateCompletion
{
    private const decimal WriteSurcharge = 1.25m;
    private const decimal WriteSurcharge1h = 2m;

    // The hour-long write costs twice the input everywhere it is offered; a list that is far off has mixed up its rows.
    private const decimal Write1hRatioMin = 1.5m;
    private const decimal Write1hRatioMax = 2.5m;

    private readonly bool _hasSurcharge;

    public RateCompletion(PriceRow row, ModelTraits traits, decimal? borrowedCacheRead)
    {
        _hasSurcharge = traits.HasFlag(ModelTraits.CacheWriteSurcharge);
        Standard = new EffectiveRates[row.Bands.Length];
        Standard[0] = CompleteBase(row.Base, borrowedCacheRead, out AssumedPrices assumed);
        Assumed = row.IsFree ? AssumedPrices.None : assumed;
        for (int band = 1; band < Standard.Length; band++)
            Standard[band] = CompleteLong(row.Bands[band].Standard, Standard[0], row.Base);
    }

    /// <summary>Effective prices of the standard tier by band.</summary>
    public EffectiveRates[] Standard { get; }

    /// <summary>What was filled in for the base band.</summary>
    public AssumedPrices Assumed { get; }

    private EffectiveRates CompleteBase(Rates rates, decimal? borrowedCacheRead, out AssumedPrices assumed)
    {
        decimal input = rates.Input.GetValueOrDefault(), output = rates.Output.GetValueOrDefault();
        assumed = AssumedPrices.None;
        if (rates.CacheRead is null) assumed |= borrowedCacheRead is null ? AssumedPrices.CacheRead : AssumedPrices.CacheReadBorrowed;
        if (rates.CacheWrite is null) assumed |= AssumedPrices.CacheWrite;
        decimal write = rates.CacheWrite ?? (_hasSurcharge ? input * WriteSurcharge : input);
        decimal? hourWrite = PlausibleHourWrite(rates.CacheWrite1h, input);
        if (hourWrite is null) assumed |= AssumedPrices.CacheWrite1h;
        return new EffectiveRates(
            input,
            output,
            rates.CacheRead ?? borrowedCacheRead ?? input,
            write,
            hourWrite ?? AssumedHourWrite(rates, input, write),
            rates.Reasoning ?? output);
    }

    // A class without a long-context price grows like the input price; output keeps its own.
    private EffectiveRates CompleteLong(Rates rates, EffectiveRates standard, Rates published)
    {
        decimal input = rates.Input ?? standard.Input, output = rates.Output ?? standard.Output;
        decimal growth = standard.Input == 0 ? 1 : input / standard.Input;
        decimal outputGrowth = standard.Output == 0 ? 1 : output / standard.Output;
        bool thinksAtOutputPrice = published.Reasoning is null || standard.Reasoning == standard.Output;
        return new EffectiveRates(
            input,
            output,
            rates.CacheRead ?? standard.CacheRead * growth,
            rates.CacheWrite ?? standard.CacheWrite5m * growth,
            PlausibleHourWrite(rates.CacheWrite1h, input) ?? standard.CacheWrite1h * growth,
            rates.Reasoning ?? (thinksAtOutputPrice ? output : standard.Reasoning * outputGrowth));
    }

    private static decimal? PlausibleHourWrite(decimal? price, decimal input) =>
        price >= input * Write1hRatioMin && price <= input * Write1hRatioMax ? price : null;

    // Where no one asks a surcharge for writing, an hour costs what five minutes do.
    private decimal AssumedHourWrite(Rates rates, decimal input, decimal write) =>
        _hasSurcharge || rates.CacheWrite1h is not null ? input * WriteSurcharge1h : write;
}
