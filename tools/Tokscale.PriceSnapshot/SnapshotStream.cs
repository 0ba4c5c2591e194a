using System.Buffers.Binary;

namespace Tokscale.SnapshotTool;

/// <summary>Writes the numbers of a snapshot.</summary>
internal static class SnapshotStream
{
    public static void Varint(this Stream stream, long value)
    {
        for (; value >= 0x80; value >>= 7) stream.WriteByte((byte)(value | 0x80));
        stream.WriteByte((byte)value);
    }

    public static void UInt32(this Stream stream, long value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, checked((uint)value));
        stream.Write(bytes);
    }

    public static void UInt64(this Stream stream, ulong value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, value);
        stream.Write(bytes);
    }
}
