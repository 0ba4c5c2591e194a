using System.Buffers;
using System.Text.Json;

namespace Tokscale.Core.Pricing.Rows;

/// <summary>
/// A price list as it is kept in a file, the caches and the checked-in lists alike:
/// <c>{"timestamp": seconds, "data": {key: {field: number}}}</c> and where it came from.
/// </summary>
/// <param name="Header">What it says about itself.</param>
/// <param name="Rows">Its rows.</param>
internal sealed record StoredPriceList(StoredListHeader Header, PriceList Rows)
{
    /// <summary>Reads a file with all its rows.</summary>
    /// <exception cref="JsonException">It is no valid JSON.</exception>
    public static StoredPriceList Read(ReadOnlySpan<byte> text, string source, bool isArchive = false)
    {
        var json = new Utf8JsonReader(text, PriceLimits.Json);
        var undated = new PriceList(source, DateOnly.MinValue);
        StoredListHeader header = StoredListHeader.Read(
            ref json, (ref Utf8JsonReader data, in StoredListHeader _) =>
            {
                new LiteLlmReader().ReadRows(ref data, undated);
                return false;
            });
        var rows = new PriceList(source, header.Date) { IsArchive = isArchive };
        for (int i = 0; i < undated.Count; i++) rows.Add(undated.KeyAt(i), undated.RowAt(i));
        return new StoredPriceList(header, rows);
    }

    /// <summary>Writes a file, a row a line so that versions can be compared, and single rows be found.</summary>
    public void Write(IBufferWriter<byte> into)
    {
        ReadOnlySpan<byte> rows = RowsText();
        using var json = new Utf8JsonWriter(into);
        json.WriteStartObject();
        (Header with { RowsHash = StoredRows.HashOf(rows) }).Write(json);
        json.WritePropertyName("data"u8);
        json.WriteRawValue(rows, skipInputValidation: true);
        json.WriteEndObject();
    }

    private ReadOnlySpan<byte> RowsText()
    {
        var text = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(text);
        json.WriteStartObject();
        for (int i = 0; i < Rows.Count; i++)
        {
            json.Flush();
            text.Write("\n"u8);
            json.WritePropertyName(Rows.KeyAt(i));
            PriceRowWriter.Write(json, Rows.RowAt(i));
        }
        json.WriteEndObject();
        json.Flush();
        return text.WrittenSpan;
    }
}
