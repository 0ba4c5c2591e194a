using System.Globalization;
using Tokscale.Core.Pricing;
using Tokscale.Core.Reports;
using Tokscale.Core.Usage;

namespace Tokscale.Cli.Rendering;

/// <summary>Words for prices and how they were found.</summary>
internal static class PriceWords
{
    public static string Of(PriceConfidence confidence) => confidence switch
    {
        PriceConfidence.Custom => "custom",
        PriceConfidence.Exact => "exact",
        PriceConfidence.Alias => "alias",
        PriceConfidence.High => "high",
        PriceConfidence.Medium => "medium",
        _ => "low",
    };

    public static string Of(BillingKind billing) => billing switch
    {
        BillingKind.Subscription => "subscription",
        BillingKind.Free => "free",
        BillingKind.Local => "local",
        _ => "metered",
    };

    public static string Of(ServiceTier tier) => tier switch
    {
        ServiceTier.Priority => "priority",
        ServiceTier.Flex => "flex",
        ServiceTier.Batch => "batch",
        _ => "standard",
    };

    /// <summary>The word for a region; null without one.</summary>
    public static string? Of(InferenceRegion region) => region switch
    {
        InferenceRegion.Us => "us",
        InferenceRegion.Eu => "eu",
        _ => null,
    };

    /// <summary>The source, and that it has dropped the model if it has.</summary>
    public static string SourceOf(PriceMatch match) => match.IsArchived ? match.Source + " (archived)" : match.Source;

    /// <summary>Prices that were filled in, and with what, a few words each.</summary>
    public static IEnumerable<string> Assumed(PriceCard card, AssumedPrices assumed)
    {
        PricesPerMillion perMillion = card.PricesOf(default, band: 0);
        if (assumed.HasFlag(AssumedPrices.CacheRead)) yield return "cache read at the input price";
        if (assumed.HasFlag(AssumedPrices.CacheReadBorrowed)) yield return "cache read from another list";
        if (assumed.HasFlag(AssumedPrices.CacheWrite)) yield return $"cache write at {Times(perMillion.CacheWrite5m)}the input price";
        if (assumed.HasFlag(AssumedPrices.CacheWrite1h)) yield return $"1-hour cache write at {Times(perMillion.CacheWrite1h)}the input price";

        string Times(decimal? price) => price == perMillion.Input || perMillion.Input is null or 0
            ? ""
            : string.Create(CultureInfo.InvariantCulture, $"{price / perMillion.Input:0.####} × ");
    }

    /// <summary>What a class of requests has no published price for, and what was taken, a few words each.</summary>
    public static IEnumerable<string> Notes(PriceNotes notes)
    {
        if (notes.HasFlag(PriceNotes.PriorityNotPublished)) yield return "no priority price is published: billed as standard";
        if (notes.HasFlag(PriceNotes.PriorityNotOfferedLong)) yield return "priority is not offered for long prompts: billed as standard";
        if (notes.HasFlag(PriceNotes.HalfPriceAssumed)) yield return "no flex or batch price is published: billed at half the standard one";
        if (notes.HasFlag(PriceNotes.LongDiscountAssumed))
            yield return "no flex or batch price is published for long prompts: billed with the usual discount";
        if (notes.HasFlag(PriceNotes.FastNotPublished)) yield return "no fast price is published: billed as standard";
        if (notes.HasFlag(PriceNotes.BandUnknown)) yield return "the log sums several requests: billed as if no prompt were long";
    }

    /// <summary>US dollars for a million tokens in the currency of the report.</summary>
    public static string Money(decimal perMillion, Currency currency) =>
        currency.Symbol + (perMillion * currency.PerUsDollar).ToString("#,##0.00######", CultureInfo.InvariantCulture);
}
