using System.Text.Json;
using Tokscale.Core.Pricing.Rows;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Pricing;

/// <summary>
/// Known mistakes of the price lists. Each correction names what the list says wrong and applies only while it says so,
/// so that it ends by itself when the list is put right.
/// </summary>
internal sealed class PriceCorrections
{
    private const string ResourceName = "Tokscale.PriceCorrections";

    private static readonly Lazy<PriceCorrections> s_embedded = new(static () => Read(EmbeddedFile.Read(ResourceName)));

    private readonly Dictionary<(string Source, string Key), Correction> _corrections = [];

    private PriceCorrections()
    {
    }

    public static PriceCorrections Embedded => s_embedded.Value;

    public int Count => _corrections.Count;

    /// <summary>The row as it should be, and why; the same row and null when nothing is known against it.</summary>
    public (PriceRow Row, string? Because) Apply(string source, string key, PriceRow row)
    {
        if (!_corrections.TryGetValue((source, key), out Correction? correction)) return (row, null);
        foreach ((PriceField field, decimal? price) in correction.When)
            if (PriceOf(row, field) != price) return (row, null);
        return (row.With(correction.Set), correction.Because);
    }

    /// <summary>Reads an array of <c>{source, keys: […], when: {field: price}, set: {field: price or null}, because}</c>.</summary>
    /// <exception cref="JsonException">It is no valid JSON.</exception>
    public static PriceCorrections Read(ReadOnlySpan<byte> text)
    {
        var corrections = new PriceCorrections();
        var json = new Utf8JsonReader(text, PriceLimits.Json);
        json.Read();
        if (!PriceJson.IsArray(ref json)) return corrections;
        while (PriceJson.NextItem(ref json))
            if (PriceJson.IsObject(ref json)) corrections.ReadOne(ref json);
        return corrections;
    }

    private void ReadOne(ref Utf8JsonReader json)
    {
        string source = "", because = "";
        List<string> keys = [];
        List<(PriceField, decimal?)> when = [], set = [];
        while (PriceJson.NextProperty(ref json))
        {
            if (json.ValueTextEquals("source"u8)) source = PriceJson.NextText(ref json) ?? "";
            else if (json.ValueTextEquals("because"u8)) because = PriceJson.NextText(ref json) ?? "";
            else if (json.ValueTextEquals("when"u8)) when = PriceJson.NextFields(ref json);
            else if (json.ValueTextEquals("set"u8)) set = PriceJson.NextFields(ref json);
            else if (json.ValueTextEquals("keys"u8)) keys = PriceJson.NextTexts(ref json);
            else json.Skip();
        }
        foreach (string key in keys) _corrections.Add((source, key), new Correction(when, set, because));
    }

    private static decimal? PriceOf(PriceRow row, PriceField field)
    {
        foreach (PriceBand band in row.Bands)
            if (band.AboveTokens == field.AboveTokens) return band.Of(field.Tier)[field.Class];
        return null;
    }

    private sealed record Correction(List<(PriceField, decimal?)> When, List<(PriceField, decimal?)> Set, string Because);
}
