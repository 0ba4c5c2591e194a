using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Tokscale.Core.Json;

/// <summary>Crosses JSON strings, which are nearly all bytes of a log, sixteen bytes at a time.</summary>
internal static class StringScan
{
    /// <summary>The next quote, backslash or control character; the length of the text, or more, when there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int IndexOfStop(ReadOnlySpan<byte> json, int position)
    {
        if (!Vector128.IsHardwareAccelerated || position > json.Length - Vector128<byte>.Count) return IndexOfLateStop(json, position);
        // Names and most values end within the first block.
        uint stops = Stops(ref MemoryMarshal.GetReference(json), position);
        return stops != 0 ? position + BitOperations.TrailingZeroCount(stops) : IndexOfLateStop(json, position + Vector128<byte>.Count);
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
            | Vector128.Equals(Vector128.Min(block, Vector128.Create((byte)0x1F)), block);
        return stops.ExtractMostSignificantBits();
    }

    /// <summary>Bytes of the escape that stands here; 0 when it is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int EscapeLength(ReadOnlySpan<byte> json, int position)
    {
        int letter = position + 1;
        if ((uint)letter >= (uint)json.Length || json[position] != '\\') return 0;
        // Nearly all are line ends and quotes.
        if (json[letter] is (byte)'n' or (byte)'"' or (byte)'\\' or (byte)'t' or (byte)'r' or (byte)'/' or (byte)'b' or (byte)'f') return 2;
        return json[letter] == 'u' && HasFourHexDigits(json[(letter + 1)..]) ? 6 : 0;
    }

    private static bool HasFourHexDigits(ReadOnlySpan<byte> text) =>
        text.Length >= 4 && char.IsAsciiHexDigit((char)text[0]) && char.IsAsciiHexDigit((char)text[1])
        && char.IsAsciiHexDigit((char)text[2]) && char.IsAsciiHexDigit((char)text[3]);
}
