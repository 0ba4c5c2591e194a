using System.Buffers;
using System.Text.Json;
using Tokscale.Core.Pricing.Rows;

namespace Tokscale.Core.Pricing.Feed;

/// <summary>
/// When fetching last failed, by source: for an hour it is not tried again, so that a machine without a network does not wait
/// at every command. Safe for several threads.
/// </summary>
internal sealed class FailedAttempts
{
    private const string FileName = "pricing-attempts.json";
    private const int FileBytesMax = 4096;

    private readonly PriceCache _cache;
    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, long> _times = new(StringComparer.Ordinal);

    public FailedAttempts(PriceCache cache)
    {
        _cache = cache;
        if (cache.ReadBytes(FileName, FileBytesMax) is { } text) Read(text);
    }

    /// <summary>When an attempt failed, seconds since 1970; null when the last one did not.</summary>
    public long? Of(string source)
    {
        lock (_lock) return _times.TryGetValue(source, out long time) ? time : null;
    }

    /// <summary>Remembers a failure at a time, or with null that there was none.</summary>
    public void Set(string source, long? time)
    {
        lock (_lock)
        {
            if ((_times.TryGetValue(source, out long known) ? known : null as long?) == time) return;
            if (time is null) _times.Remove(source);
            else _times[source] = time.Value;
            _cache.Write(FileName, Text());
        }
    }

    private void Read(byte[] text)
    {
        try
        {
            var json = new Utf8JsonReader(text, PriceLimits.Json);
            json.Read();
            if (!PriceJson.IsObject(ref json)) return;
            while (PriceJson.NextProperty(ref json))
            {
                string source = PriceJson.Text(ref json);
                if (PriceJson.NextNumber(ref json) is { } time and <= long.MaxValue) _times[source] = (long)time;
            }
        }
        catch (JsonException)
        {
            _times.Clear(); // Half a file: as if nothing had failed.
        }
    }

    private byte[] Text()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            foreach ((string source, long time) in _times) json.WriteNumber(source, time);
            json.WriteEndObject();
        }
        return buffer.WrittenSpan.ToArray();
    }
}
