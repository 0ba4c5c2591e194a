using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Tokscale.Core.Files;

/// <summary>
/// Bytes to look for while lines are split, in the same pass over the buffer. Most of a log is prompts and tool output:
/// only lines that hold the marker need to be read as JSON.
/// <para>
/// JSON may spell a letter of a key as <c>\u0075</c>. Where such an escaped lower-case letter stands, the marker counts as
/// found, so that a line is never passed over for its spelling.
/// </para>
/// </summary>
/// <param name="bytes">2 to <see cref="BytesMax"/> bytes; the first and the last should be rare in text.</param>
public sealed class LineMarker(ReadOnlySpan<byte> bytes)
{
    /// <summary>Longest marker, and longer than any escape that is looked for.</summary>
    public const int BytesMax = 64;

    /// <summary>Offset in <c>\u0075</c> of the digit that tells lower-case letters (0x61 to 0x7A) from other characters.</summary>
    private const int EscapeDigitOffset = 4;

    private readonly byte[] _bytes = bytes.ToArray();

    /// <summary>Finds the first line end or marker.</summary>
    /// <param name="text">What to search.</param>
    /// <returns>Offset of the line feed, or of the marker's first byte; -1 when there is neither.</returns>
    public int IndexOfLineEndOrMarker(ReadOnlySpan<byte> text)
    {
        int lastOffset = Math.Max(_bytes.Length - 1, EscapeDigitOffset);
        int index = 0;
        if (Vector128.IsHardwareAccelerated && text.Length >= Vector128<byte>.Count + lastOffset)
        {
            index = SearchBlocks(text, lastOffset, out int found);
            if (found >= 0) return found;
        }
        for (; index < text.Length; index++)
        {
            if (text[index] == '\n' || IsMarkerAt(text, index)) return index;
        }
        return -1;
    }

    /// <returns>Where the plain search has to go on.</returns>
    private int SearchBlocks(ReadOnlySpan<byte> text, int lastOffset, out int found)
    {
        ref byte start = ref MemoryMarshal.GetReference(text);
        Vector128<byte> first = Vector128.Create(_bytes[0]), last = Vector128.Create(_bytes[^1]);
        Vector128<byte> lineFeed = Vector128.Create((byte)'\n'), backslash = Vector128.Create((byte)'\\');
        Vector128<byte> one = Vector128.Create((byte)1), seven = Vector128.Create((byte)'7');
        int lastBlock = text.Length - lastOffset - Vector128<byte>.Count;
        int index = 0;
        for (; index <= lastBlock; index += Vector128<byte>.Count)
        {
            Vector128<byte> block = Vector128.LoadUnsafe(ref start, (nuint)index);
            Vector128<byte> end = Vector128.LoadUnsafe(ref start, (nuint)(index + _bytes.Length - 1));
            Vector128<byte> digit = Vector128.LoadUnsafe(ref start, (nuint)(index + EscapeDigitOffset));
            Vector128<byte> hits = Vector128.Equals(block, lineFeed)
                | (Vector128.Equals(block, first) & Vector128.Equals(end, last))
                | (Vector128.Equals(block, backslash) & Vector128.Equals(digit | one, seven)); // '6' or '7'
            if (hits == Vector128<byte>.Zero) continue;
            found = Verify(text, index, hits.ExtractMostSignificantBits());
            if (found >= 0) return index;
        }
        found = -1;
        return index;
    }

    private int Verify(ReadOnlySpan<byte> text, int blockIndex, uint hits)
    {
        for (; hits != 0; hits &= hits - 1)
        {
            int index = blockIndex + System.Numerics.BitOperations.TrailingZeroCount(hits);
            if (text[index] == '\n' || IsMarkerAt(text, index)) return index;
        }
        return -1;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool IsMarkerAt(ReadOnlySpan<byte> text, int index)
    {
        ReadOnlySpan<byte> rest = text[index..];
        return rest.StartsWith(_bytes) || (rest[0] == '\\' && IsEscapedLetter(rest));
    }

    private static bool IsEscapedLetter(ReadOnlySpan<byte> text) =>
        text.StartsWith("\\u00"u8) && text.Length > EscapeDigitOffset && text[EscapeDigitOffset] is (byte)'6' or (byte)'7';
}
