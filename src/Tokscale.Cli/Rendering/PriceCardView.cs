using System.Globalization;
using System.Text;
using System.Text.Json;
using Tokscale.Core.Pricing;
using Tokscale.Core.Reports;
using Tokscale.Core.Usage;
using Tokscale.Terminal;

namespace Tokscale.Cli.Rendering;

/// <summary>The price of one model, in the words of tokscale 4 and with what it does not tell.</summary>
internal sealed class PriceCardView(string model, PriceMatch match, Currency currency)
{
    private const int LabelWidth = 16;
    private const decimal TokensPerPrice = 1_000_000m;

    private readonly PricesPerMillion _base = match.Card.PricesOf(match.ClassOf(default), band: 0);

    /// <summary>For people: a line a fact.</summary>
    public string Lines()
    {
        var text = new StringBuilder();
        foreach ((string label, string value) in Facts()) text.Append((label + ":").PadRight(LabelWidth)).Append(SafeText.Of(value)).Append('\n');
        return text.ToString();
    }

    /// <summary>For spreadsheets: a row for each band and tier.</summary>
    public ReportTable Table() => new(
        $"Prices of {model} in US dollars for a million tokens",
        [
            new("tier", "Tier", ColumnKind.Text) { IsKey = true }, new("aboveTokens", "Prompt above", ColumnKind.Count),
            new("input", "Input", ColumnKind.Price), new("output", "Output", ColumnKind.Price), new("cacheRead", "Cache read", ColumnKind.Price),
            new("cacheWrite", "Cache write", ColumnKind.Price),
            new("cacheWrite1h", "Cache write 1h", ColumnKind.Price), new("reasoning", "Reasoning", ColumnKind.Price),
        ],
        [
            .. Classes().Select(entry => (IReadOnlyList<Cell>)
            [
                Cell.Of(entry.Name), Cell.Of(match.Card.ThresholdOf(entry.Band)),
                Cell.Of(entry.Prices.Input), Cell.Of(entry.Prices.Output), Cell.Of(entry.Prices.CacheRead),
                Cell.Of(entry.Prices.CacheWrite5m), Cell.Of(entry.Prices.CacheWrite1h), Cell.Of(entry.Prices.Reasoning),
            ]),
        ]);

    public void WriteJson(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteNumber("schemaVersion", JsonText.SchemaVersion);
        json.WriteString("report", "pricing");
        json.WriteString("modelId", model);
        json.WriteString("matchedKey", match.MatchedKey);
        json.WriteString("source", match.Source);
        WriteResolution(json);
        json.WriteStartObject("pricing");
        WritePrices(json, _base);
        json.WriteEndObject();
        json.WriteStartArray("tiers");
        foreach ((string name, int band, PricesPerMillion prices) in Classes().Skip(1))
        {
            json.WriteStartObject();
            json.WriteString("tier", name);
            json.WriteNumber("aboveTokens", match.Card.ThresholdOf(band));
            WritePrices(json, prices);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteMoney("fastMultiplier", match.Card.FastMultiplier);
        json.WriteMoney("webSearchCost", match.Card.WebSearchPrice);
        json.WriteString("snapshotDate", TimeBuckets.DateName(match.Date));
        WriteFormer(json);
        json.WriteEndObject();
    }

    private void WriteFormer(Utf8JsonWriter json)
    {
        json.WriteStartArray("formerPrices");
        foreach (PriceMatch former in match.Former)
        {
            json.WriteStartObject();
            json.WriteString("validUntil", TimeBuckets.DateName(former.Until.GetValueOrDefault()));
            WritePrices(json, former.Card.PricesOf(former.ClassOf(default), band: 0));
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private void WriteResolution(Utf8JsonWriter json)
    {
        bool isSameModel = match.Confidence >= PriceConfidence.High;
        json.WriteStartObject("resolution");
        json.WriteString("kind", PriceWords.Of(match.Confidence));
        json.WriteString("how", match.How);
        json.WriteNumber("candidateCount", Math.Max(1, match.Candidates.Count));
        json.WriteBoolean("priceConsensus", true);
        json.WriteBoolean("exactModelIdentity", isSameModel);
        json.WriteBoolean("aliasApplied", match.OtherName is not null);
        json.WriteOptional("otherName", match.OtherName);
        json.WriteBoolean("normalized", match.Confidence is PriceConfidence.High or PriceConfidence.Medium);
        json.WriteBoolean("stripped", match.Removed is not null);
        json.WriteBoolean("submissionSafe", isSameModel);
        json.WriteBoolean("archived", match.IsArchived);
        json.WriteString("billing", PriceWords.Of(match.Billing));
        json.WriteOptional("correction", match.Correction);
        json.WriteNames("assumed", PriceWords.Assumed(match.Card, match.Card.Assumed));
        json.WriteEndObject();
    }

    private static void WritePrices(Utf8JsonWriter json, PricesPerMillion prices)
    {
        WritePerToken(json, "inputCostPerToken", prices.Input);
        WritePerToken(json, "outputCostPerToken", prices.Output);
        WritePerToken(json, "cacheReadInputTokenCost", prices.CacheRead);
        WritePerToken(json, "cacheCreationInputTokenCost", prices.CacheWrite5m);
        WritePerToken(json, "cacheCreation1hInputTokenCost", prices.CacheWrite1h);
        WritePerToken(json, "reasoningCostPerToken", prices.Reasoning);
    }

    // A price for one token is far below the ten decimals that amounts are rounded to.
    private static void WritePerToken(Utf8JsonWriter json, string name, decimal? perMillion)
    {
        if (perMillion is { } price) json.WriteNumber(name, price / TokensPerPrice / 1.0000000000000000000000000000m);
        else json.WriteNull(name);
    }

    private IEnumerable<(string Name, int Band, PricesPerMillion Prices)> Classes()
    {
        for (int band = 0; band < match.Card.BandCount; band++) yield return ("standard", band, match.Card.PricesOf(match.ClassOf(default), band));
        foreach (ServiceTier tier in new[] { ServiceTier.Priority, ServiceTier.Flex, ServiceTier.Batch })
            if (match.Card.HasTier(tier))
                yield return (PriceWords.Of(tier), 0, match.Card.PricesOf(new PriceClass(tier, false, default, false), 0));
        if (match.Card.FastMultiplier is not null && !match.IsFast)
            yield return ("fast", 0, match.Card.PricesOf(default(PriceClass) with { IsFast = true }, 0));
    }

    private IEnumerable<(string Label, string Value)> Facts()
    {
        yield return ("Model", model);
        yield return ("Matched", match.MatchedKey);
        yield return ("Source", PriceWords.SourceOf(match));
        if (match.OtherName is { } other) yield return ("Alias", $"{model} → {other}");
        yield return ("Input", Money(_base.Input));
        yield return ("Output", Money(_base.Output));
        yield return ("Cache Read", Money(_base.CacheRead));
        yield return ("Cache Write", Money(_base.CacheWrite5m));
        yield return ("Cache Write 1h", Money(_base.CacheWrite1h));
        if (_base.Reasoning != _base.Output) yield return ("Reasoning", Money(_base.Reasoning));
        foreach ((string name, int band, PricesPerMillion prices) in Classes().Skip(1))
            yield return (LabelOf(name, band), Three(prices));
        yield return ("Web search", $"{PriceWords.Money(match.Card.WebSearchPrice, currency)} each");
        yield return ("Confidence", $"{PriceWords.Of(match.Confidence)} ({match.How})");
        if (match.Removed is { } removed) yield return ("Left out", removed);
        if (match.Correction is { } correction) yield return ("Corrected", correction);
        if (match.Billing is not BillingKind.Metered) yield return ("Billing", PriceWords.Of(match.Billing));
        if (PriceWords.Assumed(match.Card, match.Card.Assumed).ToArray() is { Length: > 0 } assumed) yield return ("Assumed", string.Join(", ", assumed));
        yield return ("Prices of", TimeBuckets.DateName(match.Date));
        if (match.From is { } from) yield return ("From", TimeBuckets.DateName(from));
        foreach (PriceMatch former in match.Former)
        {
            PricesPerMillion prices = former.Card.PricesOf(former.ClassOf(default), band: 0);
            yield return ("Before", $"{TimeBuckets.DateName(former.Until.GetValueOrDefault())}: {Three(prices)}");
        }
        if (match.Present is { } present)
            yield return ("Since", $"{TimeBuckets.DateName(present.From.GetValueOrDefault())}: {Three(present.Card.PricesOf(default, band: 0))}");
    }

    private string LabelOf(string name, int band) =>
        band == 0
            ? char.ToUpperInvariant(name[0]) + name[1..]
            : string.Create(CultureInfo.InvariantCulture, $"Above {match.Card.ThresholdOf(band):N0}");

    private string Three(PricesPerMillion prices) =>
        $"input {Money(prices.Input)}, output {Money(prices.Output)}, cache read {Money(prices.CacheRead)}";

    private string Money(decimal? perMillion) =>
        perMillion is { } price ? $"{PriceWords.Money(price, currency)} / 1M tokens" : "unknown";
}
