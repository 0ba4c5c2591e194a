using System.Buffers.Binary;
using System.Text;
using Tokscale.Core.Pricing.Lookup;
using Tokscale.Core.Pricing.Rows;

namespace Tokscale.Core.Pricing.Snapshot;

/// <summary>One list of the embedded snapshot.</summary>
internal sealed class SnapshotCatalog : IPriceCatalog
{
    private readonly PriceSnapshot _snapshot;
    private readonly int _offset, _blockCount, _pricesOffset, _providersOffset, _cardsOffset;
    private string[]? _providers;

    public SnapshotCatalog(PriceSnapshot snapshot, int offset, string source, bool isArchive)
    {
        _snapshot = snapshot;
        _offset = offset;
        Source = source;
        IsArchive = isArchive;
        var header = new SnapshotCursor(snapshot.Data, sizeof(uint));
        _pricesOffset = (int)header.UInt32();
        _providersOffset = (int)header.UInt32();
        _cardsOffset = (int)header.UInt32();
        var section = new SnapshotCursor(snapshot.Data, offset);
        int date = (int)section.UInt32();
        Date = new DateOnly(date / 10_000, date / 100 % 100, date % 100);
        Count = (int)section.UInt32();
        _blockCount = (int)section.UInt32();
    }

    public string Source { get; }

    public DateOnly Date { get; }

    public bool IsArchive { get; }

    public int Count { get; }

    public int IndexOf(string key)
    {
        if (key.Length is 0 or > SnapshotFormat.KeyLengthMax || !Ascii.IsValid(key)) return -1;
        Span<byte> wanted = stackalloc byte[key.Length];
        Ascii.ToLower(key, wanted, out _);
        int block = BlockOf(wanted);
        if (block < 0) return -1;
        Span<byte> buffer = stackalloc byte[SnapshotFormat.KeyLengthMax];
        var entries = new KeyEntries(_snapshot.Data, BlockOffset(block), buffer);
        int first = block * SnapshotFormat.KeysPerBlock, end = Math.Min(first + SnapshotFormat.KeysPerBlock, Count);
        for (int i = first; i < end; i++)
        {
            entries.Next();
            if (Ascii.EqualsIgnoreCase(entries.Key, wanted)) return i;
        }
        return -1;
    }

    public string KeyAt(int index)
    {
        Span<byte> buffer = stackalloc byte[SnapshotFormat.KeyLengthMax];
        return Encoding.UTF8.GetString(EntryAt(index, buffer).Key);
    }

    public string? ProviderAt(int index)
    {
        Span<byte> buffer = stackalloc byte[SnapshotFormat.KeyLengthMax];
        return Provider(EntryAt(index, buffer).Provider);
    }

    public PriceRow RowAt(int index)
    {
        Span<byte> buffer = stackalloc byte[SnapshotFormat.KeyLengthMax];
        KeyEntries entry = EntryAt(index, buffer);
        return CardDecoder.Read(_snapshot.Data, _pricesOffset, _cardsOffset + entry.Card, Provider(entry.Provider));
    }

    public void VisitKeys(KeyVisitor visit)
    {
        Span<byte> buffer = stackalloc byte[SnapshotFormat.KeyLengthMax];
        Span<char> text = stackalloc char[SnapshotFormat.KeyLengthMax];
        for (int block = 0; block < _blockCount; block++)
        {
            var entries = new KeyEntries(_snapshot.Data, BlockOffset(block), buffer);
            int first = block * SnapshotFormat.KeysPerBlock, end = Math.Min(first + SnapshotFormat.KeysPerBlock, Count);
            for (int i = first; i < end; i++)
            {
                entries.Next();
                visit(i, text[..Encoding.UTF8.GetChars(entries.Key, text)]);
            }
        }
    }

    private KeyEntries EntryAt(int index, Span<byte> buffer)
    {
        var entries = new KeyEntries(_snapshot.Data, BlockOffset(index / SnapshotFormat.KeysPerBlock), buffer);
        for (int i = index % SnapshotFormat.KeysPerBlock; i >= 0; i--) entries.Next();
        return entries;
    }

    // The last block that begins at or before the key; -1 when the key comes before all.
    private int BlockOf(ReadOnlySpan<byte> wanted)
    {
        int low = 0, high = _blockCount - 1, found = -1;
        Span<byte> buffer = stackalloc byte[SnapshotFormat.KeyLengthMax];
        while (low <= high)
        {
            int middle = (low + high) / 2;
            var entries = new KeyEntries(_snapshot.Data, BlockOffset(middle), buffer);
            entries.Next();
            if (CompareLowered(entries.Key, wanted) <= 0) (found, low) = (middle, middle + 1);
            else high = middle - 1;
        }
        return found;
    }

    private static int CompareLowered(Span<byte> key, ReadOnlySpan<byte> wanted)
    {
        Ascii.ToLowerInPlace(key, out _);
        return ((ReadOnlySpan<byte>)key).SequenceCompareTo(wanted);
    }

    private int BlockOffset(int block)
    {
        int table = _offset + (3 * sizeof(uint));
        return _offset + BinaryPrimitives.ReadInt32LittleEndian(_snapshot.Data[(table + (block * sizeof(uint)))..]);
    }

    // The names are few and shared by thousands of rows.
    private string? Provider(int number)
    {
        _providers ??= ReadProviders();
        return _providers[number] is { Length: > 0 } name ? name : null;
    }

    private string[] ReadProviders()
    {
        var cursor = new SnapshotCursor(_snapshot.Data, _providersOffset);
        string[] names = new string[cursor.Varint()];
        for (int i = 0; i < names.Length; i++) names[i] = Encoding.UTF8.GetString(cursor.Bytes(cursor.Varint()));
        return names;
    }
}
