using System.Text.Json;

namespace Tokscale.Core.Pricing.Rows;

/// <summary>Reads the rows of a kept list.</summary>
/// <param name="json">Is where they begin, and goes behind them.</param>
/// <param name="header">What stands before them.</param>
/// <returns>True when nothing else follows, and the reader is still where it was.</returns>
internal delegate bool StoredRowsReader(ref Utf8JsonReader json, in StoredListHeader header);

/// <summary>What a kept list says about itself.</summary>
/// <param name="Timestamp">When it was fetched or last confirmed, seconds since 1970; null when the file does not say.</param>
/// <param name="ETag">The server's mark of this version; null when it sent none.</param>
/// <param name="LastModified">The server's date of this version; null when it sent none.</param>
/// <param name="Url">Where it was fetched from; null when the file does not say.</param>
internal readonly record struct StoredListHeader(long? Timestamp, string? ETag, string? LastModified, string? Url)
{
    /// <summary>
    /// Hash of the rows' text, if it is as <see cref="StoredPriceList"/> writes it, a row a line; null when that is not known. It spares
    /// whoever needs a few rows the parsing of all.
    /// </summary>
    public string? RowsHash { get; init; }

    private const int Schema = 1;

    /// <summary>The day of the list; the first of all days when it is not known.</summary>
    public DateOnly Date => Timestamp is > 0 and < 253_402_300_800 // A time that no calendar has counts as not known.
        ? DateOnly.FromDateTime(DateTime.UnixEpoch.AddSeconds(Timestamp.Value))
        : DateOnly.MinValue;

    /// <summary>Reads a file; its rows are left to <paramref name="readData"/>.</summary>
    /// <exception cref="JsonException">It is no valid JSON.</exception>
    public static StoredListHeader Read(ref Utf8JsonReader json, StoredRowsReader readData)
    {
        StoredListHeader header = default;
        json.Read();
        if (!PriceJson.IsObject(ref json)) throw new JsonException("A price list is an object.");
        while (PriceJson.NextProperty(ref json))
        {
            if (json.ValueTextEquals("timestamp"u8)) header = header with { Timestamp = Seconds(PriceJson.NextNumber(ref json)) };
            else if (json.ValueTextEquals("etag"u8)) header = header with { ETag = PriceJson.NextText(ref json) };
            else if (json.ValueTextEquals("lastModified"u8)) header = header with { LastModified = PriceJson.NextText(ref json) };
            else if (json.ValueTextEquals("url"u8)) header = header with { Url = PriceJson.NextText(ref json) };
            else if (json.ValueTextEquals("rowsHash"u8)) header = header with { RowsHash = PriceJson.NextText(ref json) };
            else if (!json.ValueTextEquals("data"u8)) json.Skip();
            else if (json.Read() && readData(ref json, header)) break;
        }
        return header;
    }

    /// <summary>Writes the properties into an object.</summary>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteNumber("timestamp"u8, Timestamp.GetValueOrDefault());
        json.WriteNumber("schema"u8, Schema);
        if (Url is not null) json.WriteString("url"u8, Url);
        if (ETag is not null) json.WriteString("etag"u8, ETag);
        if (LastModified is not null) json.WriteString("lastModified"u8, LastModified);
        if (RowsHash is not null) json.WriteString("rowsHash"u8, RowsHash);
    }

    private static long? Seconds(decimal? number) => number is { } time and <= long.MaxValue ? (long)time : null;
}
