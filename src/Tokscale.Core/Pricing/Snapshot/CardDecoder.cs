using System.Buffers.Binary;
using System.Numerics;
using Tokscale.Core.Pricing.Rows;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Pricing.Snapshot;

/// <summary>
/// Reads one card: band count; a byte of which multipliers follow (fast, US, EU, web search) and their prices; then each
/// band as threshold varint, a byte of which tiers follow and, for each, a byte of which classes follow and their prices.
/// A price is a varint, its number in the table of prices.
/// </summary>
internal static class CardDecoder
{
    public static PriceRow Read(ReadOnlySpan<byte> snapshot, int pricesOffset, int cardOffset, string? provider)
    {
        var table = new SnapshotCursor(snapshot, pricesOffset);
        int count = table.Varint();
        ReadOnlySpan<byte> prices = table.Bytes(count * sizeof(ulong));
        var cursor = new SnapshotCursor(snapshot, cardOffset);
        var bands = new PriceBand[cursor.Varint()];
        byte extras = cursor.Byte();
        decimal? fast = Extra(ref cursor, prices, extras, 0), us = Extra(ref cursor, prices, extras, 1);
        decimal? eu = Extra(ref cursor, prices, extras, 2), webSearch = Extra(ref cursor, prices, extras, 3);
        for (int i = 0; i < bands.Length; i++) bands[i] = ReadBand(ref cursor, prices);
        return new PriceRow
        {
            Bands = bands,
            Provider = provider,
            FastMultiplier = fast,
            UsMultiplier = us,
            EuMultiplier = eu,
            WebSearch = webSearch,
        };
    }

    private static decimal? Extra(ref SnapshotCursor cursor, ReadOnlySpan<byte> prices, byte extras, int bit) =>
        (extras & (1 << bit)) == 0 ? null : Price(ref cursor, prices);

    private static PriceBand ReadBand(ref SnapshotCursor cursor, ReadOnlySpan<byte> prices)
    {
        var band = new PriceBand(cursor.Varint(), default, default, default, default);
        uint tiers = cursor.Byte();
        for (; tiers != 0; tiers &= tiers - 1)
            band = band.With((ServiceTier)BitOperations.TrailingZeroCount(tiers), ReadRates(ref cursor, prices));
        return band;
    }

    private static Rates ReadRates(ref SnapshotCursor cursor, ReadOnlySpan<byte> prices)
    {
        Rates rates = default;
        uint classes = cursor.Byte();
        for (; classes != 0; classes &= classes - 1)
            rates = rates.With((TokenClass)BitOperations.TrailingZeroCount(classes), Price(ref cursor, prices));
        return rates;
    }

    private static decimal Price(ref SnapshotCursor cursor, ReadOnlySpan<byte> prices)
    {
        ulong packed = BinaryPrimitives.ReadUInt64LittleEndian(prices[(cursor.Varint() * sizeof(ulong))..]);
        ulong mantissa = packed & ((1UL << SnapshotFormat.MantissaBits) - 1);
        return new decimal((int)mantissa, (int)(mantissa >> 32), 0, isNegative: false, (byte)(packed >> SnapshotFormat.MantissaBits));
    }
}
