using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Tokscale.Core.Pricing;
using Tokscale.Core.Reports;
using Tokscale.Core.Usage;

namespace Tokscale.Cli.Rendering;

/// <summary>The forms that values take in all JSON of ours.</summary>
internal static class JsonText
{
    /// <summary>The version of the shape; it grows when a key changes its meaning or goes.</summary>
    public const int SchemaVersion = 1;

    private const int MoneyDecimals = 10;
    private const int FirstBytes = 16 * 1024;

    /// <summary>Dividing by one with all its zeros takes the zeros at the end of an amount away.</summary>
    private const decimal One = 1.0000000000000000000000000000m;

    public static byte[] Write(Action<Utf8JsonWriter> write, bool isIndented = true)
    {
        var buffer = new ArrayBufferWriter<byte>(FirstBytes);
        Write(buffer, write, isIndented);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Writes a document of any size.</summary>
    /// <exception cref="IOException">The place is full or gone.</exception>
    public static void WriteTo(Stream stream, Action<Utf8JsonWriter> write)
    {
        var buffer = new StreamBuffer(stream);
        Write(buffer, write, isIndented: true);
        buffer.Flush();
    }

    private static void Write(IBufferWriter<byte> buffer, Action<Utf8JsonWriter> write, bool isIndented)
    {
        var options = new JsonWriterOptions { Indented = isIndented, Encoder = SafeJsonEncoder.Instance, NewLine = "\n" };
        using (var json = new Utf8JsonWriter(buffer, options)) write(json);
        buffer.Write("\n"u8);
    }

    /// <summary>US dollars with at most ten decimals; null for an unknown amount.</summary>
    public static void WriteMoney(this Utf8JsonWriter json, string name, decimal? costUsd)
    {
        if (costUsd is { } known) json.WriteNumber(name, Plain(known));
        else json.WriteNull(name);
    }

    /// <summary>US dollars for a million tokens of each class.</summary>
    public static void WritePerMillion(this Utf8JsonWriter json, in PricesPerMillion prices)
    {
        json.WriteMoney("inputPerMillion", prices.Input);
        json.WriteMoney("outputPerMillion", prices.Output);
        json.WriteMoney("cacheReadPerMillion", prices.CacheRead);
        json.WriteMoney("cacheWritePerMillion", prices.CacheWrite5m);
        json.WriteMoney("cacheWrite1hPerMillion", prices.CacheWrite1h);
        json.WriteMoney("reasoningPerMillion", prices.Reasoning);
    }

    /// <summary>Models without a price, with the tokens that have no cost.</summary>
    public static void WriteUnpriced(this Utf8JsonWriter json, IReadOnlyList<UnpricedModel> models)
    {
        json.WriteStartArray("unpricedModels");
        foreach (UnpricedModel model in models)
        {
            json.WriteStartObject();
            json.WriteString("modelId", model.ModelId);
            json.WriteNumber("tokens", model.Tokens);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    /// <summary>The token classes and their sum, as properties of the current object.</summary>
    public static void WriteTokens(this Utf8JsonWriter json, in TokenCounts tokens)
    {
        json.WriteNumber("input", tokens.Input);
        json.WriteNumber("output", tokens.Output);
        json.WriteNumber("cacheRead", tokens.CacheRead);
        json.WriteNumber("cacheWrite", tokens.CacheWrite);
        json.WriteNumber("cacheWrite1h", tokens.CacheWrite1h);
        json.WriteNumber("reasoning", tokens.Reasoning);
        json.WriteNumber("total", TokenSums.Total(tokens));
    }

    public static void WriteOptional(this Utf8JsonWriter json, string name, string? text)
    {
        if (text is null) json.WriteNull(name);
        else json.WriteString(name, text);
    }

    public static void WriteOptional(this Utf8JsonWriter json, string name, double? number)
    {
        if (number is { } known) json.WriteNumber(name, known);
        else json.WriteNull(name);
    }

    /// <summary>A day; null for an unknown one.</summary>
    public static void WriteDate(this Utf8JsonWriter json, string name, DateOnly? date)
    {
        if (date is not { } known)
        {
            json.WriteNull(name);
            return;
        }
        Span<char> text = stackalloc char[10];
        known.TryFormat(text, out int length, "yyyy-MM-dd", CultureInfo.InvariantCulture);
        json.WriteString(name, text[..length]);
    }

    public static void WriteNames(this Utf8JsonWriter json, string name, IEnumerable<string> names)
    {
        json.WriteStartArray(name);
        foreach (string item in names) json.WriteStringValue(item);
        json.WriteEndArray();
    }

    /// <summary>A point in time with the offset of a zone; null for an unknown one.</summary>
    public static void WriteInstant(this Utf8JsonWriter json, string name, long? timestampMs, ReportZone zone)
    {
        if (timestampMs is { } known) json.WriteString(name, Instant(known, zone));
        else json.WriteNull(name);
    }

    /// <summary>RFC 3339, with milliseconds where there are any.</summary>
    public static string Instant(long timestampMs, ReportZone zone)
    {
        long clamped = Math.Clamp(timestampMs, -62_135_510_400_000, 253_402_128_000_000); // 0001-01-02 to 9999-12-30
        DateTimeOffset local = TimeZoneInfo.ConvertTime(DateTimeOffset.FromUnixTimeMilliseconds(clamped), zone.Info);
        string offset = local.Offset == TimeSpan.Zero ? "Z" : local.ToString("zzz", CultureInfo.InvariantCulture);
        return local.ToString(local.Millisecond == 0 ? "yyyy-MM-dd'T'HH:mm:ss" : "yyyy-MM-dd'T'HH:mm:ss.fff", CultureInfo.InvariantCulture) + offset;
    }

    public static decimal Plain(decimal amount) => Math.Round(amount, MoneyDecimals) / One;
}
