using System.Buffers.Binary;
using System.Numerics;

namespace Tokscale.Core.Usage;

/// <summary>Reads what <see cref="PackWriter"/> wrote. Behind the end everything is 0.</summary>
internal ref struct PackCursor(ReadOnlySpan<byte> bytes, int offset)
{
    private const ulong MoreFollow = 0x8080_8080_8080_8080;

    private readonly ReadOnlySpan<byte> _bytes = bytes;

    /// <summary>Bytes that were read.</summary>
    public int Offset { get; private set; } = offset;

    /// <summary>Where the number ends that stands at an offset.</summary>
    public static int Behind(ReadOnlySpan<byte> bytes, int offset)
    {
        while (offset < bytes.Length && bytes[offset] >= 128) offset++;
        return offset + 1;
    }

    public long Number()
    {
        if (!BinaryPrimitives.TryReadUInt64LittleEndian(_bytes[Math.Min(Offset, _bytes.Length)..], out ulong word)) return NumberByBytes();
        ulong ends = ~word & MoreFollow;
        if (ends == 0) return NumberByBytes();
        Offset += BitOperations.TrailingZeroCount(ends) / 8 + 1;
        // The bits up to the first end, without those that say whether more follow; then groups of 7, 14 and 28 are moved together.
        ulong bits = word & (ends ^ (ends - 1)) & ~MoreFollow;
        bits = (bits & 0x007F_007F_007F_007F) | ((bits & 0x7F00_7F00_7F00_7F00) >> 1);
        bits = (bits & 0x0000_3FFF_0000_3FFF) | ((bits & 0x3FFF_0000_3FFF_0000) >> 2);
        return (long)((bits & 0x0FFF_FFFF) | ((bits & 0x0FFF_FFFF_0000_0000) >> 4));
    }

    private long NumberByBytes()
    {
        int offset = Offset;
        ReadOnlySpan<byte> bytes = _bytes;
        ulong value = 0;
        for (int shift = 0; shift < 64 && offset < bytes.Length; shift += 7)
        {
            byte next = bytes[offset++];
            value |= (ulong)(next & 127) << shift;
            if (next < 128) break;
        }
        Offset = offset;
        return (long)value;
    }

    public long Signed() => Number() is var number ? (long)((ulong)number >> 1) ^ -(number & 1) : 0;

    public ulong Link() => BinaryPrimitives.TryReadUInt64LittleEndian(Take(sizeof(ulong)), out ulong link) ? link : 0;

    public UInt128 Key() => BinaryPrimitives.TryReadUInt128LittleEndian(Take(2 * sizeof(ulong)), out UInt128 key) ? key : 0;

    private ReadOnlySpan<byte> Take(int count)
    {
        ReadOnlySpan<byte> rest = _bytes[Math.Min(Offset, _bytes.Length)..];
        Offset = Math.Min(_bytes.Length, Offset + count);
        return rest[..Math.Min(count, rest.Length)];
    }
}
