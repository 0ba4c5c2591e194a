using System.Text.Json;
using Tokscale.Core.Pricing;
using Tokscale.Core.Reports;

namespace Tokscale.Cli.Rendering;

/// <summary>What calls were billed at and why, as JSON: an object for each model, provider, price class, band and period.</summary>
internal static class AppliedPriceJson
{
    /// <summary>The array <c>pricing</c> of an entry: short, since a report can have many entries.</summary>
    public static void WritePricing(this Utf8JsonWriter json, IReadOnlyList<AppliedPrice> prices)
    {
        json.WriteStartArray("pricing");
        foreach (AppliedPrice price in prices)
        {
            json.WriteStartObject();
            WriteShort(json, price);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    /// <summary>The array <c>prices</c> of a whole report, with all there is to say.</summary>
    public static void WritePrices(this Utf8JsonWriter json, IEnumerable<AppliedPrice> prices)
    {
        json.WriteStartArray("prices");
        foreach (AppliedPrice price in AppliedPrice.Merge(prices))
        {
            json.WriteStartObject();
            WriteShort(json, price);
            WriteRest(json, price);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void WriteShort(Utf8JsonWriter json, AppliedPrice price)
    {
        PriceMatch? match = price.Match;
        json.WriteOptional("modelId", price.ModelId);
        json.WriteOptional("provider", price.Provider);
        json.WriteOptional("matchedKey", match?.MatchedKey);
        json.WriteOptional("source", match?.Source);
        json.WriteOptional("confidence", match is null ? null : PriceWords.Of(match.Confidence));
        json.WriteDate("priceDate", match?.Date);
        json.WriteDate("validUntil", match?.Until);
        json.WriteString("tier", PriceWords.Of(price.Class.Tier));
        json.WriteBoolean("fast", price.Class.IsFast || match is { IsFast: true });
        json.WriteOptional("region", PriceWords.Of(price.Class.Region));
        json.WriteNumber("aboveTokens", match?.Card.ThresholdOf(price.Band) ?? 0);
        WriteAssumed(json, price);
        json.WriteNumber("tokens", price.Figures.TotalTokens);
        json.WriteMoney("cost", price.Figures.CostUsd);
        json.WriteString("costSource", UsageTable.CostSourceName(price.Figures));
        json.WriteBoolean("estimated", price.Figures.IsEstimated);
    }

    private static void WriteRest(Utf8JsonWriter json, AppliedPrice price)
    {
        PriceMatch? match = price.Match;
        json.WriteOptional("how", match?.How);
        json.WriteOptional("otherName", match?.OtherName);
        json.WriteOptional("correction", match?.Correction);
        json.WriteOptional("billing", match is null ? null : PriceWords.Of(match.Billing));
        json.WritePerMillion(match?.Card.PricesOf(match.ClassOf(price.Class), price.Band) ?? default);
        json.WriteNumber("messageCount", price.Figures.Messages);
    }

    private static void WriteAssumed(Utf8JsonWriter json, AppliedPrice price)
    {
        AssumedPrices assumed = price.Assumed;
        PriceNotes notes = price.Notes;
        json.WriteStartArray("assumed");
        if (price.Match is { } match && assumed != AssumedPrices.None)
            foreach (string words in PriceWords.Assumed(match.Card, assumed)) json.WriteStringValue(words);
        if (notes != PriceNotes.None)
            foreach (string words in PriceWords.Notes(notes)) json.WriteStringValue(words);
        json.WriteEndArray();
    }
}
