using System.Buffers.Binary;

namespace Tokscale.Core.Sources.Shared;

/// <summary>Cuts a short text into the blocks that hashes of the MD4 family work on.</summary>
internal static class HashBlocks
{
    public const int BlockBytes = 64;

    private const int LengthBytes = 8;

    /// <summary>The text, a one bit, zeros, and the text's length in bits: whole blocks.</summary>
    /// <param name="text">The text.</param>
    /// <param name="isBigEndian">How the hash writes numbers.</param>
    public static byte[] Pad(ReadOnlySpan<byte> text, bool isBigEndian)
    {
        int blockCount = (text.Length + LengthBytes) / BlockBytes + 1;
        byte[] padded = new byte[blockCount * BlockBytes];
        text.CopyTo(padded);
        padded[text.Length] = 0x80;
        Span<byte> length = padded.AsSpan(padded.Length - LengthBytes);
        if (isBigEndian) BinaryPrimitives.WriteInt64BigEndian(length, text.Length * 8L);
        else BinaryPrimitives.WriteInt64LittleEndian(length, text.Length * 8L);
        return padded;
    }
}
