using System.Buffers;
using System.Text.Json;

namespace Tokscale.Core.Pricing.Rows;

/// <summary>
/// A price list as it is kept in a file, the caches and the checked-in lists alike:
/// <c>{"timestamp": seconds, "data": {key: {field: number}}}</c> and where it came from.
/// </summary>
/// <param name="Timestamp">When it was fetched or last confirmed, seconds since 1970; null when the file does not say.</param>
/// <param name="Rows">Its rows.</param>
internal sealed record StoredPriceList(long? Timestamp, PriceList Rows)
{
    private const int Schema = 1;

    /// <summary>The server's mark of this version; null when it sent none.</summary>
    public string? ETag { get; init; }

    /// <summary>The server's date of this version; null when it sent none.</summary>
    public string? LastModified { get; init; }

    /// <summary>Where it was fetched from.</summary>
    public string? Url { get; init; }

    /// <summary>Reads a file.</summary>
    /// <exception cref="JsonException">It is no valid JSON.</exception>
    public static StoredPriceList Read(ReadOnlySpan<byte> text, string source, bool isArchive = false)
    {
        var json = new Utf8JsonReader(text, PriceLimits.Json);
        json.Read();
        long? timestamp = null;
        string? etag = null, lastModified = null, url = null;
        PriceList? rows = null;
        if (!PriceJson.IsObject(ref json)) throw new JsonException("A price list is an object.");
        while (PriceJson.NextProperty(ref json))
        {
            if (json.ValueTextEquals("timestamp"u8)) timestamp = Seconds(PriceJson.NextNumber(ref json));
            else if (json.ValueTextEquals("etag"u8)) etag = PriceJson.NextText(ref json);
            else if (json.ValueTextEquals("lastModified"u8)) lastModified = PriceJson.NextText(ref json);
            else if (json.ValueTextEquals("url"u8)) url = PriceJson.NextText(ref json);
            else if (json.ValueTextEquals("data"u8)) rows = ReadRows(ref json, source, timestamp, isArchive);
            else json.Skip();
        }
        return new StoredPriceList(timestamp, rows ?? new PriceList(source, DayOf(timestamp)))
        {
            ETag = etag,
            LastModified = lastModified,
            Url = url,
        };
    }

    /// <summary>Writes a file, a row a line so that versions can be compared.</summary>
    public void Write(IBufferWriter<byte> into)
    {
        using var json = new Utf8JsonWriter(into);
        json.WriteStartObject();
        json.WriteNumber("timestamp"u8, Timestamp.GetValueOrDefault());
        json.WriteNumber("schema"u8, Schema);
        if (Url is not null) json.WriteString("url"u8, Url);
        if (ETag is not null) json.WriteString("etag"u8, ETag);
        if (LastModified is not null) json.WriteString("lastModified"u8, LastModified);
        json.WriteStartObject("data"u8);
        for (int i = 0; i < Rows.Count; i++)
        {
            json.Flush();
            into.Write("\n"u8);
            json.WritePropertyName(Rows.KeyAt(i));
            PriceRowWriter.Write(json, Rows.RowAt(i));
        }
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static PriceList ReadRows(ref Utf8JsonReader json, string source, long? timestamp, bool isArchive)
    {
        var rows = new PriceList(source, DayOf(timestamp)) { IsArchive = isArchive };
        json.Read();
        new LiteLlmReader().ReadRows(ref json, rows);
        return rows;
    }

    private static long? Seconds(decimal? number) => number is { } time and <= long.MaxValue ? (long)time : null;

    // A time that no calendar has counts as not known.
    private static DateOnly DayOf(long? timestamp) =>
        timestamp is > 0 and < 253_402_300_800 ? DateOnly.FromDateTime(DateTime.UnixEpoch.AddSeconds(timestamp.Value)) : DateOnly.MinValue;
}
