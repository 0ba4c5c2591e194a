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

    /// <summary>Which bytes are none of <c>"\/bfnrt</c>, the letters that may follow a backslash.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong NoEscapeLetters(ref byte start)
    {
        // Each of the halves of a byte allows some groups: " and /, \, b f n, r t.
        Vector128<byte> low = Vector128.Create((byte)0, 0, 1 | 4 | 8, 0, 8, 0, 4, 0, 0, 0, 0, 0, 2, 0, 4, 1);
        Vector128<byte> high = Vector128.Create((byte)0, 0, 1, 0, 0, 2, 4, 8, 0, 0, 0, 0, 0, 0, 0, 0);
        if (Vector256.IsHardwareAccelerated && Avx2.IsSupported)
        {
            Vector256<byte> wideLow = Vector256.Create(low, low), wideHigh = Vector256.Create(high, high);
            return Bits(
                InNoGroup(Vector256.LoadUnsafe(ref start), wideLow, wideHigh), InNoGroup(Vector256.LoadUnsafe(ref start, 32), wideLow, wideHigh));
        }
        return Bits(
            InNoGroup(Vector128.LoadUnsafe(ref start), low, high), InNoGroup(Vector128.LoadUnsafe(ref start, 16), low, high),
            InNoGroup(Vector128.LoadUnsafe(ref start, 32), low, high), InNoGroup(Vector128.LoadUnsafe(ref start, 48), low, high));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> InNoGroup(Vector256<byte> text, Vector256<byte> low, Vector256<byte> high)
    {
        Vector256<byte> half = Vector256.Create((byte)0x0F);
        Vector256<byte> upper = Vector256.ShiftRightLogical(text.AsUInt16(), 4).AsByte() & half;
        return Vector256.Equals(Avx2.Shuffle(low, text & half) & Avx2.Shuffle(high, upper), Vector256<byte>.Zero);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> InNoGroup(Vector128<byte> text, Vector128<byte> low, Vector128<byte> high)
    {
        Vector128<byte> half = Vector128.Create((byte)0x0F);
        Vector128<byte> upper = Vector128.ShiftRightLogical(text.AsUInt16(), 4).AsByte() & half;
        return Vector128.Equals(Look(low, text & half) & Look(high, upper), Vector128<byte>.Zero);
    }

    /// <summary>Looks bytes up. No index is above 15, which the general way asks for.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Look(Vector128<byte> table, Vector128<byte> indices) =>
        Ssse3.IsSupported ? Ssse3.Shuffle(table, indices) : Vector128.Shuffle(table, indices);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Bits(Vector256<byte> first, Vector256<byte> second) =>
        first.ExtractMostSignificantBits() | (ulong)second.ExtractMostSignificantBits() << 32;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Bits(Vector128<byte> v0, Vector128<byte> v1, Vector128<byte> v2, Vector128<byte> v3) =>
        v0.ExtractMostSignificantBits() | (ulong)v1.ExtractMostSignificantBits() << 16
        | (ulong)v2.ExtractMostSignificantBits() << 32 | (ulong)v3.ExtractMostSignificantBits() << 48;
}
