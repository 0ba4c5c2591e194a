using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Tokscale.Core.Json;

/// <summary>
/// Questions about 64 bytes of text, answered with one bit a byte, the first lowest. Uses the widest vectors that the program was
/// compiled for: native code cannot choose when it runs.
/// </summary>
internal static class TextBlock
{
    public const int Bytes = 64;

    /// <summary>Which bytes are this one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong EqualTo(ref byte start, byte value)
    {
        if (Vector256.IsHardwareAccelerated)
        {
            Vector256<byte> wide = Vector256.Create(value);
            return Bits(Vector256.Equals(Vector256.LoadUnsafe(ref start), wide), Vector256.Equals(Vector256.LoadUnsafe(ref start, 32), wide));
        }
        Vector128<byte> wanted = Vector128.Create(value);
        return Bits(
            Vector128.Equals(Vector128.LoadUnsafe(ref start), wanted), Vector128.Equals(Vector128.LoadUnsafe(ref start, 16), wanted),
            Vector128.Equals(Vector128.LoadUnsafe(ref start, 32), wanted), Vector128.Equals(Vector128.LoadUnsafe(ref start, 48), wanted));
    }

    /// <summary>Which bytes are the one that the table has at the place of their low four bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Among(ref byte start, Vector128<byte> table)
    {
        if (Avx2.IsSupported)
        {
            Vector256<byte> wide = Vector256.Create(table, table), first = Vector256.LoadUnsafe(ref start), second = Vector256.LoadUnsafe(ref start, 32);
            return Bits(Vector256.Equals(Avx2.Shuffle(wide, first), first), Vector256.Equals(Avx2.Shuffle(wide, second), second));
        }
        return Bits(
            IsAmong(Vector128.LoadUnsafe(ref start), table), IsAmong(Vector128.LoadUnsafe(ref start, 16), table),
            IsAmong(Vector128.LoadUnsafe(ref start, 32), table), IsAmong(Vector128.LoadUnsafe(ref start, 48), table));
    }

    /// <summary>Which bytes are this one or below. Cheapest where none is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong AtMost(ref byte start, byte value)
    {
        Vector128<byte> most = Vector128.Create(value), smallest = SmallestOf(ref start);
        return IsAtMost(smallest, most) == Vector128<byte>.Zero ? 0 : Bits(
            IsAtMost(Vector128.LoadUnsafe(ref start), most), IsAtMost(Vector128.LoadUnsafe(ref start, 16), most),
            IsAtMost(Vector128.LoadUnsafe(ref start, 32), most), IsAtMost(Vector128.LoadUnsafe(ref start, 48), most));
    }

    /// <summary>The smallest bytes of the block; the smallest of all is one of them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> SmallestOf(ref byte start)
    {
        if (Vector256.IsHardwareAccelerated)
        {
            Vector256<byte> smaller = Vector256.Min(Vector256.LoadUnsafe(ref start), Vector256.LoadUnsafe(ref start, 32));
            return Vector128.Min(smaller.GetLower(), smaller.GetUpper());
        }
        return Vector128.Min(
            Vector128.Min(Vector128.LoadUnsafe(ref start), Vector128.LoadUnsafe(ref start, 16)),
            Vector128.Min(Vector128.LoadUnsafe(ref start, 32), Vector128.LoadUnsafe(ref start, 48)));
    }

    /// <summary>All ones where the byte is this one or below.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> IsAtMost(Vector128<byte> text, Vector128<byte> most) => Vector128.Equals(Vector128.Min(text, most), text);

    /// <summary>A byte above 0x7F is never among: the shorter way looks up 0 for it, the other one a byte below.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> IsAmong(Vector128<byte> text, Vector128<byte> table) => Vector128.Equals(
        text, Ssse3.IsSupported ? Ssse3.Shuffle(table, text) : Vector128.Shuffle(table, text & Vector128.Create((byte)0x0F)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Bits(Vector256<byte> first, Vector256<byte> second) =>
        first.ExtractMostSignificantBits() | (ulong)second.ExtractMostSignificantBits() << 32;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Bits(Vector128<byte> v0, Vector128<byte> v1, Vector128<byte> v2, Vector128<byte> v3) =>
        v0.ExtractMostSignificantBits() | (ulong)v1.ExtractMostSignificantBits() << 16
        | (ulong)v2.ExtractMostSignificantBits() << 32 | (ulong)v3.ExtractMostSignificantBits() << 48;
}
