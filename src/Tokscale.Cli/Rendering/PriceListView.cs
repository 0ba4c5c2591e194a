using System.Text.Json;
using Tokscale.Core.Pricing;
using Tokscale.Core.Reports;

namespace Tokscale.Cli.Rendering;

/// <summary>The prices of the models in the logs.</summary>
/// <param name="rows">Grouped by exact model id and provider.</param>
/// <param name="envelope">What is around.</param>
/// <param name="prices">Where they are looked up.</param>
internal sealed class PriceListView(IReadOnlyList<UsageReportRow> rows, JsonEnvelope envelope, PriceTable prices)
{
    public ReportTable Table() => new(
        "Prices of the models in the logs, in US dollars for a million tokens",
        [
            new("modelId", "Model id", ColumnKind.Text) { IsKey = true }, new("provider", "Provider", ColumnKind.Text) { DropRank = 5 },
            new("matchedKey", "Matched", ColumnKind.Text) { DropRank = 6 }, new("source", "Source", ColumnKind.Text) { DropRank = 7 },
            new("confidence", "Confidence", ColumnKind.Text) { DropRank = 8 },
            new("input", "Input", ColumnKind.Price), new("output", "Output", ColumnKind.Price),
            new("cacheRead", "Cache read", ColumnKind.Price) { DropRank = 2 }, new("cacheWrite", "Cache write", ColumnKind.Price) { DropRank = 3 },
            new("tokens", "Tokens", ColumnKind.Count), new("unpricedTokens", "Unpriced", ColumnKind.Count) { DropRank = 1 },
        ],
        [.. rows.Select(RowOf)]);

    public void WriteJson(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        envelope.WriteHead(json);
        json.WriteStartArray("models");
        foreach (UsageReportRow row in rows)
        {
            PriceMatch? match = MatchOf(row);
            json.WriteStartObject();
            json.WriteOptional("modelId", row.Keys[0]);
            json.WriteOptional("provider", row.Keys[1]);
            json.WriteOptional("matchedKey", match?.MatchedKey);
            json.WriteOptional("source", match?.Source);
            json.WriteOptional("confidence", match is null ? null : PriceWords.Of(match.Confidence));
            PricesPerMillion perMillion = PricesOf(match);
            json.WriteMoney("inputPerMillion", perMillion.Input);
            json.WriteMoney("outputPerMillion", perMillion.Output);
            json.WriteMoney("cacheReadPerMillion", perMillion.CacheRead);
            json.WriteMoney("cacheWritePerMillion", perMillion.CacheWrite5m);
            json.WriteNumber("tokens", row.Figures.TotalTokens);
            json.WriteNumber("unpricedTokens", row.Figures.UnpricedTokens);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        envelope.WriteTail(json);
        json.WriteEndObject();
    }

    private IReadOnlyList<Cell> RowOf(UsageReportRow row)
    {
        PriceMatch? match = MatchOf(row);
        PricesPerMillion perMillion = PricesOf(match);
        return
        [
            Cell.Of(row.Keys[0] ?? "unknown"), Cell.Of(row.Keys[1] ?? ""), Cell.Of(match?.MatchedKey ?? ""), Cell.Of(match?.Source ?? ""),
            Cell.Of(match is null ? "" : PriceWords.Of(match.Confidence)),
            Price(match, perMillion.Input), Price(match, perMillion.Output), Price(match, perMillion.CacheRead),
            Price(match, perMillion.CacheWrite5m), Cell.Of(row.Figures.TotalTokens), Cell.Of(row.Figures.UnpricedTokens),
        ];
    }

    private static Cell Price(PriceMatch? match, decimal? perMillion) =>
        match is null ? Cell.Of((decimal?)null, CellMarks.Unpriced) : Cell.Of(perMillion);

    private PriceMatch? MatchOf(UsageReportRow row) => row.Keys[0] is { } model ? prices.Find(model, row.Keys[1]) : null;

    private static PricesPerMillion PricesOf(PriceMatch? match) => match?.Card.PricesOf(match.ClassOf(default), band: 0) ?? default;
}
