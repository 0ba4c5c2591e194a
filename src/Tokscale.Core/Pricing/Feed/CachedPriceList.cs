using System.Buffers;
using System.Text.Json;
using Tokscale.Core.Pricing.Lookup;
using Tokscale.Core.Pricing.Rows;

namespace Tokscale.Core.Pricing.Feed;

/// <summary>
/// A list as it was kept in a file, by <see cref="StoredPriceList"/>. Only its keys are read at once: a report needs a few rows
/// of thousands. A row that is no price is as if it were not there.
/// </summary>
internal sealed class CachedPriceList : IPriceCatalog
{
    private readonly byte[] _text;
    private readonly StoredListHeader _header;
    private readonly Dictionary<string, int> _indexes = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<(string Key, int Start, int Length)> _places = [];
    private readonly Lock _lock = new();
    private readonly LiteLlmReader _reader = new();
    private readonly Dictionary<int, PriceRow?> _rows = [];
    private (int Start, int Length) _data;

    private CachedPriceList(byte[] text, string source)
    {
        _text = text;
        Source = source;
        var json = new Utf8JsonReader(text, PriceLimits.Json);
        _header = StoredListHeader.Read(ref json, ReadKeys);
    }

    public string Source { get; }

    public DateOnly Date => _header.Date;

    public bool IsArchive => false;

    public int Count => _places.Count;

    /// <summary>When it was fetched or last confirmed, seconds since 1970; null when the file does not say.</summary>
    public long? Timestamp => _header.Timestamp;

    /// <summary>Where it was fetched from; null when the file does not say.</summary>
    public string? Url => _header.Url;

    /// <summary>The version as the server marked it.</summary>
    public (string? ETag, string? LastModified) Version => (_header.ETag, _header.LastModified);

    /// <summary>Reads a file.</summary>
    /// <exception cref="JsonException">It is no valid JSON.</exception>
    public static CachedPriceList Read(byte[] text, string source) => new(text, source);

    /// <summary>The same file, confirmed at another time.</summary>
    public byte[] ConfirmedAt(long timestamp)
    {
        var file = new ArrayBufferWriter<byte>(_text.Length + 512);
        using (var json = new Utf8JsonWriter(file))
        {
            json.WriteStartObject();
            (_header with { Timestamp = timestamp }).Write(json);
            json.WritePropertyName("data"u8);
            json.WriteRawValue(_text.AsSpan(_data.Start, _data.Length), skipInputValidation: true);
            json.WriteEndObject();
        }
        return file.WrittenSpan.ToArray();
    }

    public int IndexOf(string key) => _indexes.TryGetValue(key, out int index) && IsUsable(index) ? index : -1;

    public bool IsUsable(int index) => TryRow(index) is not null;

    public string KeyAt(int index) => _places[index].Key;

    public string? ProviderAt(int index) => TryRow(index)?.Provider;

    public PriceRow RowAt(int index) =>
        TryRow(index) ?? throw new ArgumentOutOfRangeException(nameof(index), index, "This row is no price.");

    public void VisitKeys(KeyVisitor visit)
    {
        for (int i = 0; i < _places.Count; i++) visit(i, _places[i].Key);
    }

    private void ReadKeys(ref Utf8JsonReader json)
    {
        int start = (int)json.TokenStartIndex;
        if (!PriceJson.IsObject(ref json)) return;
        while (PriceJson.NextProperty(ref json))
        {
            string key = PriceJson.Text(ref json);
            json.Read();
            int rowStart = (int)json.TokenStartIndex;
            json.Skip();
            if (!_indexes.TryAdd(key, _places.Count)) continue;
            _places.Add((key, rowStart, (int)json.BytesConsumed - rowStart));
        }
        _data = (start, (int)json.BytesConsumed - start);
    }

    private PriceRow? TryRow(int index)
    {
        lock (_lock)
        {
            if (_rows.TryGetValue(index, out PriceRow? row)) return row;
            (string key, int start, int length) = _places[index];
            var json = new Utf8JsonReader(_text.AsSpan(start, length), PriceLimits.Json);
            json.Read();
            row = _reader.ReadRow(ref json);
            if (row is not null && !PriceHygiene.Accepts(Source, key, row)) row = null;
            _rows.Add(index, row);
            return row;
        }
    }
}
