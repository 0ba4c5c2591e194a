using System.Globalization;
using System.Text.Json;
using Tokscale.Core.Pricing.Rows;

namespace Tokscale.Core.Pricing.History;

/// <summary>Changes of prices in the past: those that everyone should know, and those that this user's refreshes saw.</summary>
internal sealed class PriceHistory
{
    private const string ResourceName = "Tokscale.PriceLedger";

    private static readonly Lazy<PriceHistory> s_embedded = new(static () => Read(EmbeddedFile.Read(ResourceName)));

    private readonly Dictionary<(string Source, string Key), List<FormerPrice>> _former = [];

    private PriceHistory()
    {
    }

    /// <summary>The changes that the program knows of.</summary>
    public static PriceHistory Embedded => s_embedded.Value;

    /// <summary>Former prices of a row, oldest change first; empty when none is known.</summary>
    public IReadOnlyList<FormerPrice> Of(string source, string key) =>
        _former.TryGetValue((source, key), out List<FormerPrice>? known) ? known : [];

    /// <summary>Reads an array of <c>{source, keys: […], until: day, set: {field: price or null}, then: {field: price}}</c>.</summary>
    /// <exception cref="JsonException">It is no valid JSON.</exception>
    public static PriceHistory Read(ReadOnlySpan<byte> text)
    {
        var history = new PriceHistory();
        var json = new Utf8JsonReader(text, PriceLimits.Json);
        json.Read();
        if (!PriceJson.IsArray(ref json)) return history;
        while (PriceJson.NextItem(ref json))
            if (PriceJson.IsObject(ref json)) history.ReadChange(ref json);
        return history;
    }

    /// <summary>This history and the changes of a user's ledger, a line each; a line that makes no sense is left out.</summary>
    public PriceHistory WithLedger(ReadOnlySpan<byte> lines)
    {
        var history = new PriceHistory();
        foreach (((string, string) key, List<FormerPrice> former) in _former) history._former[key] = [.. former];
        foreach (Range range in lines.Split((byte)'\n'))
        {
            ReadOnlySpan<byte> line = lines[range];
            if (!line.IsEmpty) history.ReadLine(line);
        }
        return history;
    }

    private void ReadLine(ReadOnlySpan<byte> line)
    {
        try
        {
            var json = new Utf8JsonReader(line, PriceLimits.Json);
            json.Read();
            if (PriceJson.IsObject(ref json)) ReadChange(ref json);
        }
        catch (JsonException)
        {
            // A line cut short when the machine went down: the others are good.
        }
    }

    private void ReadChange(ref Utf8JsonReader json)
    {
        string source = "";
        List<string> keys = [];
        DateOnly? until = null;
        List<(PriceField, decimal?)> prices = [], then = [];
        while (PriceJson.NextProperty(ref json))
        {
            if (json.ValueTextEquals("source"u8)) source = PriceJson.NextText(ref json) ?? "";
            else if (json.ValueTextEquals("keys"u8)) keys = PriceJson.NextTexts(ref json);
            else if (json.ValueTextEquals("key"u8)) keys = PriceJson.NextText(ref json) is { } key ? [key] : [];
            else if (json.ValueTextEquals("until"u8) || json.ValueTextEquals("from"u8)) until = Day(PriceJson.NextText(ref json));
            else if (json.ValueTextEquals("set"u8) || json.ValueTextEquals("old"u8)) prices = PriceJson.NextFields(ref json);
            else if (json.ValueTextEquals("then"u8)) then = PriceJson.NextFields(ref json);
            else json.Skip();
        }
        if (until is not { } day || prices.Count == 0) return;
        foreach (string key in keys) Add((source, key), new FormerPrice(day, prices) { Then = then });
    }

    private void Add((string Source, string Key) row, FormerPrice former)
    {
        if (!_former.TryGetValue(row, out List<FormerPrice>? known)) _former[row] = known = [];
        known.Add(former);
        known.Sort(static (a, b) => a.Until.CompareTo(b.Until));
    }

    private static DateOnly? Day(string? text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day) ? day : null;
}
