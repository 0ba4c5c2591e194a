using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Tokscale.Core.Pricing.Lookup;
using Tokscale.Core.Pricing.Rows;

namespace Tokscale.Core.Pricing.History;

/// <summary>
/// Writes the changes that a refresh brought to rows in use, a line each:
/// <c>{"source", "key", "from": day, "old": {field: price}, "new": {field: price}}</c>.
/// </summary>
internal static class PriceLedger
{
    /// <summary>The file's name beside the caches.</summary>
    public const string FileName = "pricing-ledger.jsonl";

    /// <summary>A ledger of this size has seen centuries; a longer one is no ledger.</summary>
    public const int FileBytesMax = 4 << 20;

    /// <summary>The lines of the rows that differ between two lists.</summary>
    /// <param name="before">The list that was in use.</param>
    /// <param name="after">The list that replaced it.</param>
    /// <param name="usedKeys">The rows that priced something.</param>
    /// <param name="day">The day of the change.</param>
    public static byte[] Changes(IPriceCatalog before, IPriceCatalog after, IEnumerable<string> usedKeys, DateOnly day)
    {
        var lines = new ArrayBufferWriter<byte>();
        foreach (string key in usedKeys.Order(StringComparer.Ordinal))
        {
            int old = before.IndexOf(key), now = after.IndexOf(key);
            if (old < 0 || now < 0 || before.RowAt(old).Bands.SequenceEqual(after.RowAt(now).Bands)) continue;
            WriteLine(lines, after, key, day, before.RowAt(old), after.RowAt(now));
        }
        return lines.WrittenSpan.ToArray();
    }

    private static void WriteLine(ArrayBufferWriter<byte> lines, IPriceCatalog list, string key, DateOnly day, PriceRow old, PriceRow now)
    {
        using (var json = new Utf8JsonWriter(lines))
        {
            json.WriteStartObject();
            json.WriteString("source"u8, list.Source);
            json.WriteString("key"u8, key);
            json.WriteString("from"u8, day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
            json.WritePropertyName("old"u8);
            WriteRow(json, old, now);
            json.WritePropertyName("new"u8);
            PriceRowWriter.Write(json, now);
            json.WriteEndObject();
        }
        lines.Write("\n"u8);
    }

    // The old prices, and null for those that are new, so that the line alone leads back.
    private static void WriteRow(Utf8JsonWriter json, PriceRow row, PriceRow than)
    {
        json.WriteStartObject();
        foreach ((PriceField field, decimal? price) in row.Prices) json.WriteNumber(field.Name, price.GetValueOrDefault());
        foreach ((PriceField field, _) in than.Prices)
            if (!row.Prices.Any(known => known.Field == field)) json.WriteNull(field.Name);
        json.WriteEndObject();
    }
}
