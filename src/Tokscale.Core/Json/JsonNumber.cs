using System.Buffers.Binary;
using System.Buffers.Text;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Tokscale.Core.Json;

/// <summary>What a number of JSON means as a count or as money.</summary>
internal static class JsonNumber
{
    /// <summary>More digits than any real number has; such a number is damage.</summary>
    public const int BytesMax = 4096;

    /// <summary>Far above any bill, and small enough for a decimal.</summary>
    private const double MoneyMax = 1e15;

    /// <summary>Reads a whole number of one to seven digits that a comma or the end of an object follows.</summary>
    /// <param name="bytes">Eight bytes of the text, as they lie in memory.</param>
    /// <param name="value">The number.</param>
    /// <param name="length">How many digits it has.</param>
    /// <returns>False when something else stands there.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryReadShort(ulong bytes, out long value, out int length)
    {
        if (!BitConverter.IsLittleEndian) bytes = BinaryPrimitives.ReverseEndianness(bytes);
        ulong digits = bytes ^ 0x3030_3030_3030_3030;
        ulong others = ((digits + 0x7676_7676_7676_7676) | digits) & 0x8080_8080_8080_8080;
        int digitBits = BitOperations.TrailingZeroCount(others) & ~7;
        (value, length) = (0, digitBits / 8);
        if (digitBits is 0 or 64 || (byte)(bytes >> digitBits) is not ((byte)',' or (byte)'}')) return false;
        if (digitBits > 8 && (byte)bytes == '0') return false;
        // The last digit moves to the highest byte. Then pairs of digits are joined, and at last the four pairs.
        digits <<= 64 - digitBits;
        digits = digits * 10 + (digits >> 8);
        value = (long)((((digits & 0x0000_00FF_0000_00FF) * 0x000F_4240_0000_0064)
            + (((digits >> 16) & 0x0000_00FF_0000_00FF) * 0x0000_2710_0000_0001)) >> 32);
        return true;
    }

    /// <summary>A count, fractions cut; null when it is negative or above <see cref="JsonCursor.CountMax"/>.</summary>
    public static long? CountOf(ReadOnlySpan<byte> number)
    {
        if (number.ContainsAny((byte)'e', (byte)'E'))
        {
            double wideValue = WideValueOf(number);
            return wideValue is >= 0 and <= JsonCursor.CountMax ? (long)wideValue : null;
        }
        bool isNegative = number[0] == '-';
        long value = 0;
        foreach (byte digit in isNegative ? number[1..] : number)
        {
            if (digit == '.') break;
            value = value * 10 + (digit - '0');
            if (value > JsonCursor.CountMax) return null;
        }
        return isNegative && value > 0 ? null : value;
    }

    /// <summary>An amount of money as written; null when it is negative, not a sensible number, or empty.</summary>
    public static decimal? MoneyOf(ReadOnlySpan<byte> number)
    {
        if (number.IsEmpty || number[0] == '-') return null;
        if (Utf8Parser.TryParse(number, out decimal value, out int length) && length == number.Length) return value;
        double wideValue = WideValueOf(number);
        return wideValue < MoneyMax ? (decimal)wideValue : null;
    }

    /// <summary>A number with an exponent; one that no double can hold counts as infinite.</summary>
    private static double WideValueOf(ReadOnlySpan<byte> number)
    {
        if (number.Length > BytesMax) return double.PositiveInfinity;
        bool isRead = Utf8Parser.TryParse(number, out double value, out int length) && length == number.Length;
        return isRead ? value : double.PositiveInfinity;
    }
}
