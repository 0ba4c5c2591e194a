using Tokscale.Core.Pricing.Rows;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Pricing;

/// <summary>The prices of one model, long-context bands included. Immutable.</summary>
public sealed class PriceCard
{
    private const decimal TokensPerPrice = 1_000_000m;

    // What the makers whose logs count searches charge for one; used where a list is silent.
    private const decimal WebSearchDefault = 0.01m;

    private readonly PriceRow _row, _published;
    private readonly ModelTraits _traits;
    private readonly EffectiveRates[] _standard;
    private readonly decimal _multiplier;

    /// <param name="row">What is published, put right.</param>
    /// <param name="traits">The maker's habits.</param>
    /// <param name="borrowedCacheRead">What another source says a cached token costs; null when nothing is borrowed.</param>
    /// <param name="published">What is published, where that is known to be wrong; null when it is right.</param>
    /// <param name="multiplier">A discount or surcharge on everything, agreed with the provider.</param>
    internal PriceCard(
        PriceRow row, ModelTraits traits, decimal? borrowedCacheRead = null, PriceRow? published = null, decimal multiplier = 1)
    {
        _row = row;
        _published = published ?? row;
        _traits = traits;
        _multiplier = multiplier;
        var completion = new RateCompletion(row, traits, borrowedCacheRead);
        _standard = completion.Standard;
        Assumed = completion.Assumed;
    }

    /// <summary>How many bands there are; 1 when the price does not depend on the prompt's length.</summary>
    public int BandCount => _standard.Length;

    /// <summary>Which cache prices were filled in.</summary>
    public AssumedPrices Assumed { get; }

    /// <summary>What the fast mode multiplies every price by; null when none is published.</summary>
    public decimal? FastMultiplier => _row.FastMultiplier;

    /// <summary>US dollars for one web search.</summary>
    public decimal WebSearchPrice => (_row.WebSearch ?? (_row.IsFree ? 0 : WebSearchDefault)) * _multiplier;

    /// <summary>What the user pays of the published price; 1 unless the user says otherwise.</summary>
    public decimal Multiplier => _multiplier;

    /// <summary>True when nothing costs anything.</summary>
    public bool IsFree => _row.IsFree;

    /// <summary>The maker also asks for keeping a cache, by the hour, which no log tells and no cost has.</summary>
    public bool HasCacheStorageFee => _traits.HasFlag(ModelTraits.CacheStorageFee);

    internal PriceRow Row => _row;

    /// <summary>The source is known to be wrong about this model.</summary>
    internal bool IsCorrected => _published != _row;

    /// <summary>Which band a request of this size is billed in: 0 is the base price. Sums of requests belong in band 0.</summary>
    public int BandOf(long promptTokens)
    {
        bool isInclusive = _traits.HasFlag(ModelTraits.InclusiveThreshold);
        int band = 0;
        while (band + 1 < _row.Bands.Length && IsBeyond(promptTokens, _row.Bands[band + 1].AboveTokens, isInclusive)) band++;
        return band;
    }

    /// <summary>The prompt length that a band begins at; 0 for the base.</summary>
    public long ThresholdOf(int band) => _row.Bands[band].AboveTokens;

    /// <summary>True when a service tier has prices of its own in the base band.</summary>
    public bool HasTier(ServiceTier tier) => _row.Bands[0].Of(tier).IsComplete;

    /// <summary>Cost in US dollars of tokens that share one band and price class; plain sums of requests are fine.</summary>
    public decimal Cost(in TokenCounts tokens, PriceClass priceClass, int band, long webSearches)
    {
        EffectiveRates rates = RatesOf(priceClass, band, out _);
        decimal cost = Amount(tokens.Input, rates.Input)
            + Amount(tokens.Output, rates.Output)
            + Amount(tokens.Reasoning, rates.Reasoning)
            + Amount(tokens.CacheRead, rates.CacheRead)
            + Amount(tokens.CacheWrite5m, rates.CacheWrite5m)
            + Amount(tokens.CacheWrite1h, rates.CacheWrite1h);
        return cost + Amount(webSearches, WebSearchPrice);
    }

    /// <summary>Which of the prices filled in these tokens are billed at.</summary>
    public AssumedPrices AssumedFor(in TokenCounts tokens)
    {
        AssumedPrices used = AssumedPrices.None;
        if (tokens.CacheRead > 0) used |= AssumedPrices.CacheRead | AssumedPrices.CacheReadBorrowed;
        if (tokens.CacheWrite5m > 0) used |= AssumedPrices.CacheWrite;
        if (tokens.CacheWrite1h > 0) used |= AssumedPrices.CacheWrite1h;
        return Assumed & used;
    }

    /// <summary>What the prices of a class lack in the source.</summary>
    public PriceNotes NotesOf(PriceClass priceClass, int band)
    {
        RatesOf(priceClass, band, out PriceNotes notes);
        return priceClass.IsAggregate && BandCount > 1 ? notes | PriceNotes.BandUnknown : notes;
    }

    /// <summary>What a band costs for a class of requests, every gap filled.</summary>
    public PricesPerMillion PricesOf(PriceClass priceClass, int band)
    {
        EffectiveRates rates = RatesOf(priceClass, band, out _).Times(TokensPerPrice);
        return new PricesPerMillion(
            PriceNumber.Clean(rates.Input), PriceNumber.Clean(rates.Output), PriceNumber.Clean(rates.CacheRead),
            PriceNumber.Clean(rates.CacheWrite5m), PriceNumber.Clean(rates.CacheWrite1h), PriceNumber.Clean(rates.Reasoning));
    }

    /// <summary>What the source itself publishes for plain requests of a band; null where it is silent.</summary>
    public PricesPerMillion Published(int band = 0)
    {
        Rates rates = _published.Bands[band].Standard;
        return new PricesPerMillion(
            PerMillion(rates.Input), PerMillion(rates.Output), PerMillion(rates.CacheRead),
            PerMillion(rates.CacheWrite), PerMillion(rates.CacheWrite1h), PerMillion(rates.Reasoning));
    }

    private EffectiveRates RatesOf(PriceClass priceClass, int band, out PriceNotes notes)
    {
        ServiceTier tier = priceClass.Tier;
        decimal factor = _multiplier * RegionFactor(priceClass.Region);
        notes = PriceNotes.None;
        if (priceClass.IsFast && !_row.IsFree)
        {
            if (_row.FastMultiplier is { } fast && (band == 0 || !_traits.HasFlag(ModelTraits.FastIsShortOnly))) factor *= fast;
            else if (HasTier(ServiceTier.Priority)) tier = ServiceTier.Priority; // Two names of one product.
            else notes |= _row.FastMultiplier is null ? PriceNotes.FastNotPublished : PriceNotes.PriorityNotOfferedLong;
        }
        EffectiveRates rates = TierRates.Of(_row, _standard, _traits, tier, band, ref notes);
        return factor == 1 ? rates : rates.Times(factor);
    }

    private decimal RegionFactor(InferenceRegion region) => region switch
    {
        InferenceRegion.Us => _row.UsMultiplier ?? 1,
        InferenceRegion.Eu => _row.EuMultiplier ?? 1,
        _ => 1,
    };

    // Counts are never negative where they come from; a damaged sum must not turn into a refund.
    private static decimal Amount(long count, decimal price) => Math.Max(0, count) * price;

    private static decimal? PerMillion(decimal? price) => price is { } value ? PriceNumber.Clean(value * TokensPerPrice) : null;

    private static bool IsBeyond(long tokens, long threshold, bool isInclusive) =>
        isInclusive ? tokens >= threshold : tokens > threshold;
}
