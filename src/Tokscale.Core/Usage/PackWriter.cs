using System.Buffers.Binary;

namespace Tokscale.Core.Usage;

/// <summary>Writes numbers into a place that is large enough, small ones in few bytes.</summary>
internal ref struct PackWriter(Span<byte> target)
{
    private readonly Span<byte> _target = target;

    /// <summary>Bytes that were written.</summary>
    public int Length { get; private set; }

    /// <summary>Seven bits a byte, the lowest first; the highest bit says that more follow.</summary>
    public void Number(long number)
    {
        int length = Length;
        Span<byte> target = _target;
        ulong rest = (ulong)number;
        for (; rest >= 128; rest >>= 7) target[length++] = (byte)(rest | 128);
        target[length++] = (byte)rest;
        Length = length;
    }

    /// <summary>A number that is often small but may be negative.</summary>
    public void Signed(long number) => Number((number << 1) ^ (number >> 63));

    public void Link(ulong link)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(_target[Length..], link);
        Length += sizeof(ulong);
    }

    public void Key(UInt128 key)
    {
        BinaryPrimitives.WriteUInt128LittleEndian(_target[Length..], key);
        Length += 2 * sizeof(ulong);
    }
}
