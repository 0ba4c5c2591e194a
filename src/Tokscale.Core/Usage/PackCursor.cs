using System.Buffers.Binary;

namespace Tokscale.Core.Usage;

/// <summary>Reads what <see cref="PackWriter"/> wrote. Behind the end everything is 0.</summary>
internal ref struct PackCursor(ReadOnlySpan<byte> bytes, int offset)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;

    /// <summary>Bytes that were read.</summary>
    public int Offset { get; private set; } = offset;

    public long Number()
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
