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

    private static readonly Lazy<PriceCorrections> s_embedded = new(Open);

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
        PriceBand[] bands = [.. row.Bands];
        foreach ((PriceField field, decimal? price) in correction.Set)
        {
            int band = Array.FindIndex(bands, candidate => candidate.AboveTokens == field.AboveTokens);
            if (band >= 0) bands[band] = bands[band].With(field.Tier, bands[band].Of(field.Tier).With(field.Class, price));
        }
        return (row.WithBands(bands), correction.Because);
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

    private static PriceCorrections Open()
    {
        using Stream stream = typeof(PriceCorrections).Assembly.GetManifestResourceStream(ResourceName)
            ?? throw new InvalidDataException("The embedded price corrections are missing.");
        byte[] text = new byte[stream.Length];
        stream.ReadExactly(text);
        return Read(text);
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
            else if (json.ValueTextEquals("when"u8)) ReadFields(ref json, when);
            else if (json.ValueTextEquals("set"u8)) ReadFields(ref json, set);
            else if (json.ValueTextEquals("keys"u8)) ReadKeys(ref json, keys);
            else json.Skip();
        }
        foreach (string key in keys) _corrections.Add((source, key), new Correction(when, set, because));
    }

    private static void ReadKeys(ref Utf8JsonReader json, List<string> keys)
    {
        if (!PriceJson.EntersArray(ref json)) return;
        while (PriceJson.NextItem(ref json))
        {
            if (json.TokenType == JsonTokenType.String) keys.Add(PriceJson.Text(ref json));
            else json.Skip();
        }
    }

    private static void ReadFields(ref Utf8JsonReader json, List<(PriceField, decimal?)> fields)
    {
        if (!PriceJson.EntersObject(ref json)) return;
        while (PriceJson.NextProperty(ref json))
        {
            bool isPrice = PriceField.TryParse(json.ValueSpan, out PriceField field);
            decimal? price = PriceJson.NextNumber(ref json);
            if (isPrice) fields.Add((field, price));
        }
    }

    private static decimal? PriceOf(PriceRow row, PriceField field)
    {
        foreach (PriceBand band in row.Bands)
            if (band.AboveTokens == field.AboveTokens) return band.Of(field.Tier)[field.Class];
        return null;
    }

    private sealed record Correction(List<(PriceField, decimal?)> When, List<(PriceField, decimal?)> Set, string Because);
}
