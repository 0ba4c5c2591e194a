using System.Buffers;
using System.Text;
using System.Text.Json;
using Tokscale.Core.Pricing.Lookup;
using Tokscale.Core.Pricing.Rows;

namespace Tokscale.Core.Pricing.Feed;

/// <summary>
/// A list as it was kept in a file, by <see cref="StoredPriceList"/>. Nothing but its header is parsed at once when a hash says that
/// the rows are as they were written; otherwise they are checked. A row that is no price is as if it were not there.
/// </summary>
internal sealed class CachedPriceList : IPriceCatalog
{
    private readonly byte[] _text;
    private readonly StoredListHeader _header;
    private readonly Lazy<Dictionary<string, int>> _indexes;
    private List<StoredRow> _places = [];
    private readonly Lock _lock = new();
    private readonly LiteLlmReader _reader = new();
    private readonly Dictionary<int, PriceRow?> _rows = [];
    private (int Start, int Length) _data;

    private CachedPriceList(byte[] text, string source)
    {
        _text = text;
        Source = source;
        _indexes = new Lazy<Dictionary<string, int>>(IndexKeys);
        var json = new Utf8JsonReader(text, PriceLimits.Json);
        _header = StoredListHeader.Read(ref json, FindRows);
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

    public int IndexOf(string key) => _indexes.Value.TryGetValue(key, out int index) && IsUsable(index) ? index : -1;

    public bool IsUsable(int index) => TryRow(index) is not null;

    public string KeyAt(int index)
    {
        StoredRow row = _places[index];
        ReadOnlySpan<byte> key = _text.AsSpan(row.KeyStart, row.KeyLength);
        if (!key.Contains((byte)'\\')) return Encoding.UTF8.GetString(key);
        var json = new Utf8JsonReader(_text.AsSpan(row.KeyStart - 1, row.KeyLength + 2));
        json.Read();
        return PriceJson.Text(ref json);
    }

    public string? ProviderAt(int index) => TryRow(index)?.Provider;

    public PriceRow RowAt(int index) =>
        TryRow(index) ?? throw new ArgumentOutOfRangeException(nameof(index), index, "This row is no price.");

    public void VisitKeys(KeyVisitor visit)
    {
        for (int i = 0; i < _places.Count; i++) visit(i, KeyAt(i));
    }

    private bool FindRows(ref Utf8JsonReader json, in StoredListHeader header)
    {
        int start = (int)json.TokenStartIndex, end = _text.Length - 1;
        if (header.RowsHash is { } hash && start < end && _text[end] == '}' && StoredRows.HashOf(_text.AsSpan(start..end)) == hash)
        {
            (_places, _data) = (StoredRows.Split(_text, start, end), (start, end - start));
            return true;
        }
        if (!PriceJson.IsObject(ref json)) return false;
        _places = ParseRows(ref json);
        _data = (start, (int)json.BytesConsumed - start);
        return false;
    }

    /// <summary>Of two rows with one key the first counts.</summary>
    private static List<StoredRow> ParseRows(ref Utf8JsonReader json)
    {
        var rows = new List<StoredRow>();
        var keys = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        while (PriceJson.NextProperty(ref json))
        {
            bool isFirst = keys.Add(PriceJson.Text(ref json));
            int keyStart = (int)json.TokenStartIndex + 1, keyLength = json.ValueSpan.Length;
            json.Read();
            int start = (int)json.TokenStartIndex;
            json.Skip();
            if (isFirst) rows.Add(new StoredRow(keyStart, keyLength, start, (int)json.BytesConsumed - start));
        }
        return rows;
    }

    private Dictionary<string, int> IndexKeys()
    {
        var indexes = new Dictionary<string, int>(_places.Count, StringComparer.OrdinalIgnoreCase);
        for (int index = 0; index < _places.Count; index++) indexes.TryAdd(KeyAt(index), index);
        return indexes;
    }

    private PriceRow? TryRow(int index)
    {
        lock (_lock)
        {
            if (_rows.TryGetValue(index, out PriceRow? row)) return row;
            StoredRow place = _places[index];
            var json = new Utf8JsonReader(_text.AsSpan(place.Start, place.Length), PriceLimits.Json);
            json.Read();
            row = _reader.ReadRow(ref json);
            if (row is not null && !PriceHygiene.Accepts(Source, KeyAt(index), row)) row = null;
            _rows.Add(index, row);
            return row;
        }
    }
}
