using Tokscale.Core.Pricing.Rows;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Pricing;

/// <summary>Prices of the service tiers.</summary>
internal static class TierRates
{
    private const decimal DiscountUnpublished = 0.5m;

    /// <summary>The prices of a tier in a band; what the source lacks is noted.</summary>
    public static EffectiveRates Of(
        PriceRow row, EffectiveRates[] standard, ModelTraits traits, ServiceTier tier, int band, ref PriceNotes notes)
    {
        if (tier == ServiceTier.Standard || row.IsFree) return standard[band];
        if (tier == ServiceTier.Priority && traits.HasFlag(ModelTraits.PriorityIsStandard)) return standard[band];
        Rates published = row.Bands[band].Of(tier);
        if (published.IsComplete) return Complete(published, standard[band]);
        if (tier != ServiceTier.Priority) return standard[band].Times(Discount(row, standard, tier, band, ref notes));
        notes |= band == 0 || !row.Bands[0].Priority.IsComplete ? PriceNotes.PriorityNotPublished : PriceNotes.PriorityNotOfferedLong;
        return standard[band];
    }

    private static EffectiveRates Complete(Rates published, EffectiveRates standard)
    {
        decimal input = published.Input.GetValueOrDefault(), output = published.Output.GetValueOrDefault();
        decimal ratio = Ratio(input, standard.Input);
        decimal reasoning = standard.Reasoning == standard.Output ? output : standard.Reasoning * Ratio(output, standard.Output);
        return new EffectiveRates(
            input,
            output,
            published.CacheRead ?? standard.CacheRead * ratio,
            published.CacheWrite ?? standard.CacheWrite5m * ratio,
            published.CacheWrite1h ?? standard.CacheWrite1h * ratio,
            published.Reasoning ?? reasoning);
    }

    private static decimal Discount(PriceRow row, EffectiveRates[] standard, ServiceTier tier, int band, ref PriceNotes notes)
    {
        Rates usual = row.Bands[0].Of(tier);
        if (band == 0 || !usual.IsComplete)
        {
            notes |= PriceNotes.HalfPriceAssumed;
            return DiscountUnpublished;
        }
        notes |= PriceNotes.LongDiscountAssumed;
        return Ratio(usual.Input.GetValueOrDefault(), standard[0].Input);
    }

    private static decimal Ratio(decimal price, decimal of) => of == 0 ? 1 : price / of;
}
