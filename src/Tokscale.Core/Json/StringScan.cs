using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Tokscale.Core.Json;

/// <summary>Crosses JSON strings, which are nearly all bytes of a log: plain text 16 bytes at a time, escaped text 64.</summary>
internal static class StringScan
{
    /// <summary>More blocks in a row without an escape are no text but an image or a signature, which go on like that for long.</summary>
    private const int PlainBlocksMax = 15;

    /// <summary>The next quote, backslash or control character; the length of the text, or more, when there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int IndexOfStop(ReadOnlySpan<byte> json, int position)
    {
        if (!Vector128.IsHardwareAccelerated || position > json.Length - Vector128<byte>.Count) return IndexOfLateStop(json, position);
        // Names and most values end within the first block.
        uint stops = Stops(ref MemoryMarshal.GetReference(json), position);
        return stops != 0 ? position + BitOperations.TrailingZeroCount(stops) : IndexOfLateStop(json, position + Vector128<byte>.Count);
    }

    /// <summary>The next quote, backslash or control character, if it is near; otherwise some place before it, or it.</summary>
    /// <remarks>For strings of which only the end matters: <see cref="IndexOfEnd"/> goes on from there.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int IndexOfNearStop(ReadOnlySpan<byte> json, int position)
    {
        if (!Vector128.IsHardwareAccelerated || position > json.Length - 3 * Vector128<byte>.Count) return IndexOfLateStop(json, position);
        ref byte start = ref MemoryMarshal.GetReference(json);
        uint stops = Stops(ref start, position);
        if (stops == 0) stops = Stops(ref start, position += Vector128<byte>.Count);
        if (stops == 0) stops = Stops(ref start, position += Vector128<byte>.Count);
        return position + (stops != 0 ? BitOperations.TrailingZeroCount(stops) : Vector128<byte>.Count);
    }

    private static int IndexOfLateStop(ReadOnlySpan<byte> json, int position)
    {
        ref byte start = ref MemoryMarshal.GetReference(json);
        if (Vector128.IsHardwareAccelerated)
        {
            for (; position <= json.Length - Vector128<byte>.Count; position += Vector128<byte>.Count)
            {
                uint stops = Stops(ref start, position);
                if (stops != 0) return position + BitOperations.TrailingZeroCount(stops);
            }
        }
        while ((uint)position < (uint)json.Length && json[position] is not ((byte)'"' or (byte)'\\' or < 0x20)) position++;
        return position;
    }

    /// <summary>One bit a byte of a block, set where a string ends or is interrupted.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Stops(ref byte start, int position)
    {
        Vector128<byte> block = Vector128.LoadUnsafe(ref start, (nuint)position);
        Vector128<byte> stops = Vector128.Equals(block, Vector128.Create((byte)'"'))
            | Vector128.Equals(block, Vector128.Create((byte)'\\'))
            | TextBlock.IsAtMost(block, Vector128.Create((byte)0x1F));
        return stops.ExtractMostSignificantBits();
    }

    /// <summary>Where the first 64 bytes begin that hold a quote, backslash or control character, or are not complete.</summary>
    private static int PassPlainBlocks(ReadOnlySpan<byte> json, int position)
    {
        ref byte start = ref MemoryMarshal.GetReference(json);
        for (; position <= json.Length - TextBlock.Bytes; position += TextBlock.Bytes)
        {
            ref byte block = ref Unsafe.Add(ref start, position);
            ulong stops = TextBlock.EqualTo(ref block, (byte)'"') | TextBlock.EqualTo(ref block, (byte)'\\') | TextBlock.AtMost(ref block, 0x1F);
            if (stops != 0) break;
        }
        return position;
    }

    /// <summary>The quote that ends a string.</summary>
    /// <param name="json">The text.</param>
    /// <param name="position">Within the string, not behind a backslash.</param>
    /// <returns>-1 when the string does not end, or holds a raw control character or an escape that is none.</returns>
    public static int IndexOfEnd(ReadOnlySpan<byte> json, int position)
    {
        if (Vector128.IsHardwareAccelerated)
        {
            // Whether the first byte is escaped: blocks follow each other at a fixed distance, so that one need not wait for the other.
            ulong isEscaped = 0;
            int plainBlocks = 0;
            for (; position <= json.Length - TextBlock.Bytes; position += TextBlock.Bytes)
            {
                if (plainBlocks > PlainBlocksMax)
                {
                    position = PassPlainBlocks(json, position);
                    if (position > json.Length - TextBlock.Bytes) break;
                }
                TextBits bits = TextBits.Of(ref Unsafe.Add(ref MemoryMarshal.GetReference(json), position), isEscaped);
                ulong stops = bits.EndQuotes | bits.Controls;
                ulong before = ~stops & (stops - 1); // Everything, when there is no stop.
                for (ulong rare = bits.RareEscaped & before; rare != 0; rare &= rare - 1)
                {
                    if (EscapeLength(json, position + BitOperations.TrailingZeroCount(rare) - 1) == 0) return -1;
                }
                if (stops != 0) return (bits.EndQuotes & (before + 1)) != 0 ? position + BitOperations.TrailingZeroCount(stops) : -1;
                isEscaped = bits.Escapes >> (TextBlock.Bytes - 1);
                // One more, or none again, without a branch: which of them cannot be foreseen.
                plainBlocks = (plainBlocks + 1) & ((int)((bits.Escapes | (0 - bits.Escapes)) >> 63) - 1);
            }
            position -= (int)isEscaped;
        }
        position = IndexOfStop(json, position);
        while ((uint)position < (uint)json.Length && json[position] != '"')
        {
            int length = EscapeLength(json, position); // None for a raw control character: a torn write, or no JSON.
            if (length == 0) return -1;
            position = IndexOfStop(json, position + length);
        }
        return position < json.Length ? position : -1;
    }

    /// <summary>Bytes of the escape that stands here; 0 when it is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int EscapeLength(ReadOnlySpan<byte> json, int position)
    {
        int letter = position + 1;
        if ((uint)letter >= (uint)json.Length || json[position] != '\\') return 0;
        if (json[letter] is (byte)'n' or (byte)'"' or (byte)'\\' or (byte)'t' or (byte)'r' or (byte)'/' or (byte)'b' or (byte)'f') return 2;
        return json[letter] == 'u' && HasFourHexDigits(json[(letter + 1)..]) ? 6 : 0;
    }

    /// <summary>64 bytes of a string, one bit a byte, the first lowest.</summary>
    /// <param name="EndQuotes">Quotes that are not escaped.</param>
    /// <param name="Controls">Raw control characters.</param>
    /// <param name="Escapes">Backslashes that begin an escape.</param>
    /// <param name="RareEscaped">What stands behind them and is not one of <c>"\/nrtf</c>, which most escapes are.</param>
    private readonly record struct TextBits(ulong EndQuotes, ulong Controls, ulong Escapes, ulong RareEscaped)
    {
        private const ulong OddBits = 0xAAAA_AAAA_AAAA_AAAA;

        /// <summary>Letters of escapes, each at the place of its low four bits, and bytes that are never looked up there.</summary>
        private static Vector128<byte> UsualLetters => Vector128.Create(
            (byte)0xFF, 0xFF, (byte)'r', 0xFF, (byte)'t', 0xFF, (byte)'f', 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, (byte)'\\', 0xFF, (byte)'n', (byte)'/');

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TextBits Of(ref byte start, ulong isEscaped)
        {
            ulong backslashes = TextBlock.EqualTo(ref start, (byte)'\\'), quotes = TextBlock.EqualTo(ref start, (byte)'"');
            // In a run of backslashes each second one is escaped: the subtraction carries through runs that begin at even bits.
            ulong open = backslashes & ~isEscaped;
            ulong ends = (((open << 1) | OddBits) - open) ^ OddBits;
            ulong escaped = ends ^ (backslashes | isEscaped), escapes = ends & backslashes;
            // Always asked, though many blocks hold no escape: whether one does cannot be foreseen, and a wrong guess costs more.
            ulong rare = escaped & ~(quotes | TextBlock.Among(ref start, UsualLetters));
            return new TextBits(quotes & ~escaped, TextBlock.AtMost(ref start, 0x1F), escapes, rare);
        }
    }

    private static bool HasFourHexDigits(ReadOnlySpan<byte> text) =>
        text.Length >= 4 && char.IsAsciiHexDigit((char)text[0]) && char.IsAsciiHexDigit((char)text[1])
        && char.IsAsciiHexDigit((char)text[2]) && char.IsAsciiHexDigit((char)text[3]);
}
