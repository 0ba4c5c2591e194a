using System.Buffers.Text;
using Tokscale.Core.Json;

namespace Tokscale.Core.Sources.Shared;

/// <summary>Reads numbers as spreadsheets write them: <c>1,920</c>, <c>$0.10</c>, <c>NaN</c>.</summary>
public static class CsvNumber
{
    /// <summary>More characters than any sensible number has.</summary>
    private const int LengthMax = 64;

    /// <summary>A count: fractions are cut; what is empty or cannot be a count is 0.</summary>
    /// <param name="cell">The trimmed cell.</param>
    /// <param name="isOdd">True for what no writer means as "none": words, negative numbers, and numbers that are too large.</param>
    public static long Count(ReadOnlySpan<byte> cell, out bool isOdd)
    {
        isOdd = false;
        if (IsNone(cell)) return 0;
        Span<byte> digits = stackalloc byte[LengthMax];
        ReadOnlySpan<byte> number = Plain(cell, digits);
        if (Utf8Parser.TryParse(number, out long whole, out int length) && length == number.Length && whole is >= 0 and <= JsonCursor.CountMax) return whole;
        if (!Utf8Parser.TryParse(number, out double value, out length) || length != number.Length) value = double.NaN;
        isOdd = value is not (>= 0 and <= JsonCursor.CountMax);
        return isOdd ? 0 : (long)value;
    }

    /// <summary>An amount of money, 0 or more; null for words, dashes and empty cells.</summary>
    public static decimal? Amount(ReadOnlySpan<byte> cell)
    {
        Span<byte> digits = stackalloc byte[LengthMax];
        ReadOnlySpan<byte> number = Plain(cell, digits);
        if (number.IsEmpty || number[0] == '-') return null;
        if (Utf8Parser.TryParse(number, out decimal amount, out int length) && length == number.Length) return amount;
        return Utf8Parser.TryParse(number, out amount, out length, 'e') && length == number.Length ? amount : null;
    }

    private static bool IsNone(ReadOnlySpan<byte> cell) =>
        cell.IsEmpty || cell.SequenceEqual("-"u8) || cell.SequenceEqual("NaN"u8) || cell.SequenceEqual("nan"u8);

    /// <summary>The number without currency signs and thousands separators; empty when the cell is too long to be one.</summary>
    private static ReadOnlySpan<byte> Plain(ReadOnlySpan<byte> cell, Span<byte> target)
    {
        if (cell.Length > target.Length) return default;
        int length = 0;
        foreach (byte character in cell)
        {
            if (character is not ((byte)',' or (byte)'$' or (byte)' ')) target[length++] = character;
        }
        return target[..length];
    }
}
