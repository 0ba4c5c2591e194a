using Tokscale.Core.Pricing.Rows;
using Tokscale.Core.Pricing.Snapshot;
using Tokscale.Core.Usage;

namespace Tokscale.SnapshotTool;

/// <summary>Packs cards in the form that <see cref="CardDecoder"/> describes; equal cards and equal prices are stored once.</summary>
internal sealed class CardEncoder
{
    private readonly Dictionary<decimal, int> _prices = [];
    private readonly Dictionary<string, int> _offsets = [];
    private readonly MemoryStream _cards = new();

    /// <summary>Where the row's card begins, from the start of the cards.</summary>
    public int Add(PriceRow row)
    {
        byte[] card = Encode(row);
        string identity = Convert.ToHexString(card);
        if (_offsets.TryGetValue(identity, out int offset)) return offset;
        offset = (int)_cards.Position;
        _offsets.Add(identity, offset);
        _cards.Write(card);
        return offset;
    }

    public byte[] WriteCards() => _cards.ToArray();

    public byte[] WritePrices()
    {
        var output = new MemoryStream();
        output.Varint(_prices.Count);
        foreach (decimal price in _prices.OrderBy(pair => pair.Value).Select(pair => pair.Key)) output.UInt64(Pack(price));
        return output.ToArray();
    }

    private byte[] Encode(PriceRow row)
    {
        var card = new MemoryStream();
        card.Varint(row.Bands.Length);
        decimal?[] extras = [row.FastMultiplier, row.UsMultiplier, row.EuMultiplier, row.WebSearch];
        WriteSome(card, extras, price => card.Varint(NumberOf(price.GetValueOrDefault())), static price => price is not null);
        foreach (PriceBand band in row.Bands)
        {
            card.Varint(band.AboveTokens);
            Rates[] tiers = [.. Enumerable.Range(0, PriceBand.TierCount).Select(tier => band.Of((ServiceTier)tier))];
            WriteSome(card, tiers, rates => WriteRates(card, rates), static rates => !rates.IsEmpty);
        }
        return card.ToArray();
    }

    private void WriteRates(MemoryStream card, Rates rates)
    {
        decimal?[] classes = [.. Enumerable.Range(0, Rates.ClassCount).Select(i => rates[(TokenClass)i])];
        WriteSome(card, classes, price => card.Varint(NumberOf(price.GetValueOrDefault())), static price => price is not null);
    }

    // A byte of which ones are there, then those.
    private static void WriteSome<T>(MemoryStream card, T[] values, Action<T> write, Func<T, bool> isThere)
    {
        int mask = 0;
        for (int i = 0; i < values.Length; i++)
            if (isThere(values[i])) mask |= 1 << i;
        card.WriteByte((byte)mask);
        foreach (T value in values.Where(isThere)) write(value);
    }

    private int NumberOf(decimal price)
    {
        if (!_prices.TryGetValue(price, out int number))
        {
            number = _prices.Count;
            _prices.Add(price, number);
        }
        return number;
    }

    private static ulong Pack(decimal price)
    {
        int[] bits = decimal.GetBits(PriceNumber.Clean(price));
        ulong mantissa = (uint)bits[0] | ((ulong)(uint)bits[1] << 32);
        if (bits[2] != 0 || mantissa >> SnapshotFormat.MantissaBits != 0) throw new InvalidDataException($"{price} has too many digits.");
        return mantissa | ((ulong)price.Scale << SnapshotFormat.MantissaBits);
    }
}
