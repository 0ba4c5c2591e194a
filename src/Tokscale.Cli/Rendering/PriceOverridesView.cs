using System.Globalization;
using System.Text.Json;
using Tokscale.Core.Pricing;
using Tokscale.Core.Pricing.Custom;
using Tokscale.Core.Reports;

namespace Tokscale.Cli.Rendering;

/// <summary>The user's own prices, other names and discounts.</summary>
/// <param name="path">The file.</param>
/// <param name="custom">What is in it; null without one.</param>
/// <param name="today">A price that begins later does not count yet.</param>
internal sealed class PriceOverridesView(string path, CustomPrices? custom, DateOnly today)
{
    private static readonly ReportColumn[] s_columns =
    [
        new("kind", "Kind", ColumnKind.Text), new("appliesTo", "Applies to", ColumnKind.Text) { IsKey = true },
        new("input", "Input", ColumnKind.Price), new("output", "Output", ColumnKind.Price),
        new("cacheRead", "Cache read", ColumnKind.Price) { DropRank = 2 }, new("cacheWrite", "Cache write", ColumnKind.Price) { DropRank = 3 },
        new("from", "From", ColumnKind.Period), new("pricedAs", "Priced as", ColumnKind.Text),
    ];

    private IReadOnlyList<CustomOverride> Overrides => custom?.Overrides ?? [];

    private IOrderedEnumerable<KeyValuePair<string, string>> Aliases =>
        (custom?.Aliases ?? new Dictionary<string, string>()).OrderBy(alias => alias.Key, StringComparer.Ordinal);

    private IOrderedEnumerable<KeyValuePair<string, decimal>> Multipliers =>
        (custom?.Multipliers ?? new Dictionary<string, decimal>()).OrderBy(provider => provider.Key, StringComparer.Ordinal);

    public ReportTable Table() => new(
        "Your own prices, in US dollars for a million tokens", s_columns,
        [.. Overrides.Select(RowOf), .. Aliases.Select(RowOf), .. Multipliers.Select(RowOf)])
    {
        Notes = [$"From {path}."],
    };

    public void WriteJson(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteNumber("schemaVersion", JsonText.SchemaVersion);
        json.WriteString("report", "pricing list-overrides");
        json.WriteString("path", path);
        json.WriteStartArray("prices");
        foreach (CustomOverride own in Overrides) Write(json, own);
        json.WriteEndArray();
        json.WriteStartArray("aliases");
        foreach ((string id, string target) in Aliases)
        {
            json.WriteStartObject();
            json.WriteString("modelId", id);
            json.WriteString("pricedAs", target);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("multipliers");
        foreach ((string provider, decimal multiplier) in Multipliers)
        {
            json.WriteStartObject();
            json.WriteString("provider", provider);
            json.WriteMoney("multiplier", multiplier);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteNames("problems", custom?.Problems ?? []);
        json.WriteEndObject();
    }

    private void Write(Utf8JsonWriter json, CustomOverride own)
    {
        json.WriteStartObject();
        json.WriteString("key", own.Key);
        json.WriteString("kind", KindOf(own));
        json.WritePerMillion(own.Card.Published());
        json.WriteOptional("from", own.From is { } from ? TimeBuckets.DateName(from) : null);
        json.WriteBoolean("active", !(own.From > today));
        json.WriteEndObject();
    }

    private static string KindOf(CustomOverride own) => own.IsAtProvider ? "provider" : "model";

    private IReadOnlyList<Cell> RowOf(CustomOverride own)
    {
        PricesPerMillion perMillion = own.Card.Published();
        string from = own.From is { } day ? TimeBuckets.DateName(day) + (day > today ? " (not yet)" : "") : "";
        return
        [
            Cell.Of(KindOf(own)), Cell.Of(own.Key), Cell.Of(perMillion.Input), Cell.Of(perMillion.Output), Cell.Of(perMillion.CacheRead),
            Cell.Of(perMillion.CacheWrite5m), Cell.Of(from), Cell.Of(""),
        ];
    }

    private static IReadOnlyList<Cell> RowOf(KeyValuePair<string, string> alias) => RowOf("alias", alias.Key, alias.Value);

    private static IReadOnlyList<Cell> RowOf(KeyValuePair<string, decimal> provider) => RowOf(
        "multiplier", provider.Key, string.Create(CultureInfo.InvariantCulture, $"the list price × {provider.Value:0.######}"));

    private static IReadOnlyList<Cell> RowOf(string kind, string appliesTo, string pricedAs) =>
        [Cell.Of(kind), Cell.Of(appliesTo), Cell.Unknown, Cell.Unknown, Cell.Unknown, Cell.Unknown, Cell.Of(""), Cell.Of(pricedAs)];
}
