using System.Buffers.Binary;
using System.Numerics;
using Tokscale.Core.Sources.Shared;

namespace Tokscale.Core.Sources.Kimi;

/// <summary>
/// MD5 (RFC 1321) of short texts, to recognise folders named by it. The framework's own needs OpenSSL on Linux and aborts the
/// process where that is missing.
/// </summary>
internal static class Md5
{
    private const int RoundCount = 64;

    private static ReadOnlySpan<byte> Rotations => [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21];

    /// <summary>The hash as lower-case hexadecimal digits.</summary>
    public static string HexOf(ReadOnlySpan<byte> text)
    {
        Span<uint> state = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476];
        byte[] padded = HashBlocks.Pad(text, isBigEndian: false);
        for (int block = 0; block < padded.Length; block += HashBlocks.BlockBytes)
            AddBlock(state, padded.AsSpan(block, HashBlocks.BlockBytes));
        Span<byte> hash = stackalloc byte[4 * state.Length];
        for (int index = 0; index < state.Length; index++) BinaryPrimitives.WriteUInt32LittleEndian(hash[(4 * index)..], state[index]);
        return Convert.ToHexStringLower(hash);
    }

    private static void AddBlock(Span<uint> state, ReadOnlySpan<byte> block)
    {
        (uint a, uint b, uint c, uint d) = (state[0], state[1], state[2], state[3]);
        for (int round = 0; round < RoundCount; round++)
        {
            (uint mix, int word) = (round / 16) switch
            {
                0 => ((b & c) | (~b & d), round),
                1 => ((d & b) | (~d & c), 5 * round + 1),
                2 => (b ^ c ^ d, 3 * round + 5),
                _ => (c ^ (b | ~d), 7 * round),
            };
            uint input = BinaryPrimitives.ReadUInt32LittleEndian(block[(word % 16 * 4)..]);
            // The constants of the rounds are digits of sines.
            uint constant = (uint)(long)(Math.Abs(Math.Sin(round + 1)) * 4294967296.0);
            uint sum = a + mix + constant + input;
            (a, d, c, b) = (d, c, b, b + BitOperations.RotateLeft(sum, Rotations[round / 16 * 4 + round % 4]));
        }
        state[0] += a;
        state[1] += b;
        state[2] += c;
        state[3] += d;
    }
}
