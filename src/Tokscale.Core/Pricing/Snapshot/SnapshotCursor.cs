using System.Buffers.Binary;

namespace Tokscale.Core.Pricing.Snapshot;

/// <summary>Reads the numbers of a snapshot one after the other.</summary>
internal ref struct SnapshotCursor(ReadOnlySpan<byte> data, int position)
{
    private readonly ReadOnlySpan<byte> _data = data;

    public int Position { get; private set; } = position;

    public int Varint()
    {
        int value = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte part = _data[Position++];
            value |= (part & 0x7F) << shift;
            if (part < 0x80) return value;
        }
    }

    public byte Byte() => _data[Position++];

    public uint UInt32()
    {
        uint value = BinaryPrimitives.ReadUInt32LittleEndian(_data[Position..]);
        Position += sizeof(uint);
        return value;
    }

    public ReadOnlySpan<byte> Bytes(int count)
    {
        ReadOnlySpan<byte> bytes = _data.Slice(Position, count);
        Position += count;
        return bytes;
    }
}
