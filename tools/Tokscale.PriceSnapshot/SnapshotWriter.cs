using System.Text;
using Tokscale.Core.Pricing.Rows;
using Tokscale.Core.Pricing.Snapshot;

namespace Tokscale.SnapshotTool;

/// <summary>Packs price lists into the form that <see cref="SnapshotFormat"/> describes. The same lists give the same bytes.</summary>
internal sealed class SnapshotWriter
{
    private readonly CardEncoder _cards = new();
    private readonly List<string> _providers = [""];
    private readonly MemoryStream _output = new();

    /// <summary>The snapshot of lists in the order of the format's sections.</summary>
    public static byte[] Write(IReadOnlyList<PriceList> lists) => new SnapshotWriter().Pack(lists);

    private byte[] Pack(IReadOnlyList<PriceList> lists)
    {
        byte[][] sections = [.. lists.Select(WriteSection)];
        int pricesOffset = SnapshotFormat.HeaderLength + (lists.Count * sizeof(uint));
        byte[] prices = _cards.WritePrices(), cards = _cards.WriteCards(), providers = WriteProviders();
        int providersOffset = pricesOffset + prices.Length, cardsOffset = providersOffset + providers.Length;
        _output.UInt32(SnapshotFormat.Magic);
        _output.UInt32(pricesOffset);
        _output.UInt32(providersOffset);
        _output.UInt32(cardsOffset);
        _output.WriteByte((byte)lists.Count);
        int offset = cardsOffset + cards.Length;
        foreach (byte[] section in sections)
        {
            _output.UInt32(offset);
            offset += section.Length;
        }
        foreach (byte[] part in (byte[][])[prices, providers, cards, .. sections]) _output.Write(part);
        return _output.ToArray();
    }

    private byte[] WriteSection(PriceList list)
    {
        (byte[] Lowered, byte[] Key, int Row)[] keys = [.. Enumerable.Range(0, list.Count)
            .Select(i => (Encoding.UTF8.GetBytes(list.KeyAt(i).ToLowerInvariant()), Encoding.UTF8.GetBytes(list.KeyAt(i)), i))];
        Array.Sort(keys, static (a, b) => a.Lowered.AsSpan().SequenceCompareTo(b.Lowered));
        var blocks = new MemoryStream();
        var offsets = new List<long>();
        for (int i = 0; i < keys.Length; i++)
        {
            bool isFirst = i % SnapshotFormat.KeysPerBlock == 0;
            if (isFirst) offsets.Add(blocks.Position);
            WriteKey(blocks, keys[i].Key, isFirst ? [] : keys[i - 1].Key, list.RowAt(keys[i].Row));
        }
        var section = new MemoryStream();
        section.UInt32((list.Date.Year * 10_000) + (list.Date.Month * 100) + list.Date.Day);
        section.UInt32(keys.Length);
        section.UInt32(offsets.Count);
        int start = (3 + offsets.Count) * sizeof(uint);
        foreach (long offset in offsets) section.UInt32(start + offset);
        section.Write(blocks.ToArray());
        return section.ToArray();
    }

    private void WriteKey(MemoryStream block, byte[] key, byte[] previous, PriceRow row)
    {
        int shared = key.AsSpan().CommonPrefixLength(previous);
        block.Varint(shared);
        block.Varint(key.Length - shared);
        block.Write(key.AsSpan(shared));
        block.Varint(ProviderOf(row));
        block.Varint(_cards.Add(row));
    }

    private int ProviderOf(PriceRow row)
    {
        string name = row.Provider ?? "";
        int number = _providers.IndexOf(name);
        if (number >= 0) return number;
        _providers.Add(name);
        return _providers.Count - 1;
    }

    private byte[] WriteProviders()
    {
        var output = new MemoryStream();
        output.Varint(_providers.Count);
        foreach (string provider in _providers)
        {
            byte[] name = Encoding.UTF8.GetBytes(provider);
            output.Varint(name.Length);
            output.Write(name);
        }
        return output.ToArray();
    }
}
