using System.Buffers.Binary;
using System.Numerics;
using Tokscale.Core.Sources.Shared;

namespace Tokscale.Core.Sources.Gemini;

/// <summary>
/// SHA-256 (FIPS 180-4) of short texts, to recognise folders named by it. The framework's own needs OpenSSL on Linux and
/// aborts the process where that is missing.
/// </summary>
internal static class Sha256
{
    public const int HexLength = 64;

    private const int RoundCount = 64;

    private static ReadOnlySpan<uint> RoundConstants =>
    [
        0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
        0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
        0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
        0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
        0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
        0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
        0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
        0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
    ];

    /// <summary>The hash as lower-case hexadecimal digits.</summary>
    public static string HexOf(ReadOnlySpan<byte> text)
    {
        Span<uint> state =
            [0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19];
        byte[] padded = HashBlocks.Pad(text, isBigEndian: true);
        for (int block = 0; block < padded.Length; block += HashBlocks.BlockBytes)
            AddBlock(state, padded.AsSpan(block, HashBlocks.BlockBytes));
        Span<byte> hash = stackalloc byte[HexLength / 2];
        for (int index = 0; index < state.Length; index++) BinaryPrimitives.WriteUInt32BigEndian(hash[(4 * index)..], state[index]);
        return Convert.ToHexStringLower(hash);
    }

    private static void AddBlock(Span<uint> state, ReadOnlySpan<byte> block)
    {
        Span<uint> words = stackalloc uint[RoundCount];
        for (int index = 0; index < 16; index++) words[index] = BinaryPrimitives.ReadUInt32BigEndian(block[(4 * index)..]);
        for (int index = 16; index < RoundCount; index++)
        {
            uint near = words[index - 15], far = words[index - 2];
            uint s0 = BitOperations.RotateRight(near, 7) ^ BitOperations.RotateRight(near, 18) ^ (near >> 3);
            uint s1 = BitOperations.RotateRight(far, 17) ^ BitOperations.RotateRight(far, 19) ^ (far >> 10);
            words[index] = words[index - 16] + s0 + words[index - 7] + s1;
        }
        (uint a, uint b, uint c, uint d) = (state[0], state[1], state[2], state[3]);
        (uint e, uint f, uint g, uint h) = (state[4], state[5], state[6], state[7]);
        for (int round = 0; round < RoundCount; round++)
        {
            uint s1 = BitOperations.RotateRight(e, 6) ^ BitOperations.RotateRight(e, 11) ^ BitOperations.RotateRight(e, 25);
            uint t1 = h + s1 + ((e & f) ^ (~e & g)) + RoundConstants[round] + words[round];
            uint s0 = BitOperations.RotateRight(a, 2) ^ BitOperations.RotateRight(a, 13) ^ BitOperations.RotateRight(a, 22);
            uint t2 = s0 + ((a & b) ^ (a & c) ^ (b & c));
            (h, g, f, e, d, c, b, a) = (g, f, e, d + t1, c, b, a, t1 + t2);
        }
        ReadOnlySpan<uint> added = [a, b, c, d, e, f, g, h];
        for (int index = 0; index < added.Length; index++) state[index] += added[index];
    }
}
