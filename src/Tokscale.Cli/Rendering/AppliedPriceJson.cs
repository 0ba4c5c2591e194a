using System.Text.Json;
using Tokscale.Core.Pricing;
using Tokscale.Core.Reports;

namespace Tokscale.Cli.Rendering;

/// <summary>What calls were billed at and why, as JSON: an object for each model, provider, price class, band and period.</summary>
internal static class AppliedPriceJson
{
    /// <summary>Writes the array <c>pricing</c>.</summary>
    public static void WritePricing(this Utf8JsonWriter json, IReadOnlyList<AppliedPrice> prices)
    {
        json.WriteStartArray("pricing");
        foreach (AppliedPrice price in prices) Write(json, price);
        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, AppliedPrice price)
    {
        PriceMatch? match = price.Match;
        json.WriteStartObject();
        json.WriteOptional("modelId", price.ModelId);
        json.WriteOptional("provider", price.Provider);
        json.WriteOptional("matchedKey", match?.MatchedKey);
        json.WriteOptional("source", match?.Source);
        json.WriteOptional("confidence", match is null ? null : PriceWords.Of(match.Confidence));
        json.WriteOptional("how", match?.How);
        json.WriteOptional("otherName", match?.OtherName);
        json.WriteOptional("priceDate", DateOrNull(match?.Date));
        json.WriteOptional("validUntil", DateOrNull(match?.Until));
        json.WriteOptional("billing", match is null ? null : PriceWords.Of(match.Billing));
        WriteClass(json, price);
        WritePrices(json, match?.Card.PricesOf(match.ClassOf(price.Class), price.Band) ?? default);
        json.WriteNames("assumed", match is null ? [] : PriceWords.Assumed(match.Card, price.Assumed));
        json.WriteNames("notes", PriceWords.Notes(price.Notes));
        json.WriteNumber("tokens", price.Figures.TotalTokens);
        json.WriteNumber("messageCount", price.Figures.Messages);
        json.WriteMoney("cost", price.Figures.CostUsd);
        json.WriteString("costSource", UsageTable.CostSourceName(price.Figures));
        json.WriteBoolean("estimated", price.Figures.IsEstimated);
        json.WriteEndObject();
    }

    private static void WriteClass(Utf8JsonWriter json, AppliedPrice price)
    {
        json.WriteString("tier", PriceWords.Of(price.Class.Tier));
        json.WriteBoolean("fast", price.Class.IsFast || price.Match is { IsFast: true });
        json.WriteOptional("region", PriceWords.Of(price.Class.Region));
        json.WriteNumber("aboveTokens", price.Match?.Card.ThresholdOf(price.Band) ?? 0);
    }

    private static void WritePrices(Utf8JsonWriter json, PricesPerMillion perMillion)
    {
        json.WriteMoney("inputPerMillion", perMillion.Input);
        json.WriteMoney("outputPerMillion", perMillion.Output);
        json.WriteMoney("cacheReadPerMillion", perMillion.CacheRead);
        json.WriteMoney("cacheWritePerMillion", perMillion.CacheWrite5m);
        json.WriteMoney("cacheWrite1hPerMillion", perMillion.CacheWrite1h);
        json.WriteMoney("reasoningPerMillion", perMillion.Reasoning);
    }

    private static string? DateOrNull(DateOnly? date) => date is { } known ? TimeBuckets.DateName(known) : null;
}
