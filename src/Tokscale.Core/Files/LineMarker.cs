using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Tokscale.Core.Json;

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
/// <param name="headTest">Spares the search in lines that tell early what they are; null: every line is searched.</param>
public sealed class LineMarker(ReadOnlySpan<byte> bytes, LineMarker.HeadTest? headTest = null)
{
    /// <summary>Looks at the head of a line.</summary>
    /// <param name="head">
    /// <see cref="HeadBytes"/> bytes. A short line is followed by the beginning of the next. What was read of them decided: another line
    /// that begins so gets the same answer, whatever follows.
    /// </param>
    public delegate LineInterest HeadTest(ref JsonCursor head);

    /// <summary>How much of a line a <see cref="HeadTest"/> gets: the fields before the text nearly always fit.</summary>
    public const int HeadBytes = 1024;

    /// <summary>
    /// How much of the end of a line is searched whose head told that it is of no interest: a crash may have cut it short, and what
    /// was written next went on in the same line.
    /// </summary>
    public const int TailBytes = 384;

    /// <summary>Longest marker, and longer than any escape that is looked for.</summary>
    public const int BytesMax = 64;

    /// <summary>Offset in <c>\u0075</c> of the digit that tells lower-case letters (0x61 to 0x7A) from other characters.</summary>
    private const int EscapeDigitOffset = 4;

    private readonly byte[] _bytes = bytes.ToArray();

    /// <summary>Looks at the heads of lines; null: every line is searched.</summary>
    internal HeadTest? Test { get; } = headTest;

    /// <summary>The marker stands near the end of a line.</summary>
    public bool IsInTail(ReadOnlySpan<byte> line)
    {
        ReadOnlySpan<byte> tail = line[Math.Max(0, line.Length - TailBytes)..];
        return MayHold(tail) && tail.IndexOf(_bytes) >= 0;
    }

    /// <summary>Says whether a search finds the marker in a line.</summary>
    public bool IsIn(ReadOnlySpan<byte> line)
    {
        while (IndexOfEndNulOrMarker(line) is >= 0 and var hit)
        {
            if (line[hit] != 0) return true;
            line = line[(hit + 1)..];
        }
        return false;
    }

    /// <summary>Finds the first line end, NUL or marker.</summary>
    /// <param name="text">What to search.</param>
    /// <returns>Offset of the line feed or NUL, or of the marker's first byte; -1 when there is none of them.</returns>
    public int IndexOfEndNulOrMarker(ReadOnlySpan<byte> text)
    {
        int index = 0;
        while (TryFindBlock(text, ref index, out uint hits))
        {
            for (; hits != 0; hits &= hits - 1)
            {
                int hit = index + BitOperations.TrailingZeroCount(hits);
                if (text[hit] is (byte)'\n' or 0 || IsMarkerAt(text, hit)) return hit;
            }
            index += Vector128<byte>.Count;
        }
        for (; index < text.Length; index++)
        {
            if (text[index] is (byte)'\n' or 0 || IsMarkerAt(text, index)) return index;
        }
        return -1;
    }

    /// <summary>Three bytes of the marker stand in the text, as far apart as in the marker: hardly ever without it.</summary>
    private bool MayHold(ReadOnlySpan<byte> text)
    {
        int lastBlock = text.Length - (_bytes.Length - 1) - Vector128<byte>.Count;
        if (!Vector128.IsHardwareAccelerated || lastBlock < 0) return true;
        ref byte start = ref MemoryMarshal.GetReference(text);
        nuint middleOffset = (nuint)_bytes.Length / 2, lastOffset = (nuint)_bytes.Length - 1;
        Vector128<byte> first = Vector128.Create(_bytes[0]), middle = Vector128.Create(_bytes[_bytes.Length / 2]), last = Vector128.Create(_bytes[^1]);
        Vector128<byte> found = default;
        for (int place = 0; place < lastBlock + Vector128<byte>.Count; place += Vector128<byte>.Count)
        {
            nuint block = (nuint)Math.Min(place, lastBlock);
            found |= Vector128.Equals(Vector128.LoadUnsafe(ref start, block), first)
                & Vector128.Equals(Vector128.LoadUnsafe(ref start, block + middleOffset), middle)
                & Vector128.Equals(Vector128.LoadUnsafe(ref start, block + lastOffset), last);
        }
        return found != Vector128<byte>.Zero;
    }

    /// <summary>
    /// Finds the next 16 bytes that may hold something. Looks at three bytes of a marker or escape only, so a hit has to be
    /// verified; the loop itself calls nothing and keeps everything in registers.
    /// </summary>
    /// <param name="text">What to search.</param>
    /// <param name="index">Where to start; afterwards where the block begins, or where too little is left for a block.</param>
    /// <param name="hits">One bit a byte of the block.</param>
    private bool TryFindBlock(ReadOnlySpan<byte> text, ref int index, out uint hits)
    {
        hits = 0;
        int lookahead = Math.Max(_bytes.Length - 1, EscapeDigitOffset);
        if (!Vector128.IsHardwareAccelerated || text.Length - index < Vector128<byte>.Count + lookahead) return false;
        ref byte start = ref MemoryMarshal.GetReference(text);
        nuint block = (nuint)index;
        nuint lastBlock = (nuint)(text.Length - lookahead - Vector128<byte>.Count);
        nuint lastOffset = (nuint)(_bytes.Length - 1);
        Vector128<byte> first = Vector128.Create(_bytes[0]), last = Vector128.Create(_bytes[^1]);
        // Four blocks are looked at together: a test and a jump cost as much as the comparisons of a block.
        while (block + 3 * (nuint)Vector128<byte>.Count <= lastBlock)
        {
            Vector128<byte> any = Hits(ref start, block, lastOffset, first, last)
                | Hits(ref start, block + 16, lastOffset, first, last)
                | Hits(ref start, block + 32, lastOffset, first, last)
                | Hits(ref start, block + 48, lastOffset, first, last);
            if (any != Vector128<byte>.Zero) break;
            block += 4 * (nuint)Vector128<byte>.Count;
        }
        for (; block <= lastBlock; block += (nuint)Vector128<byte>.Count)
        {
            hits = Hits(ref start, block, lastOffset, first, last).ExtractMostSignificantBits();
            if (hits != 0) break;
        }
        index = (int)block;
        return hits != 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Hits(ref byte start, nuint index, nuint lastOffset, Vector128<byte> first, Vector128<byte> last)
    {
        Vector128<byte> block = Vector128.LoadUnsafe(ref start, index);
        Vector128<byte> digit = Vector128.LoadUnsafe(ref start, index + EscapeDigitOffset) | Vector128.Create((byte)1);
        return Vector128.Equals(Vector128.Min(block, Vector128.Create((byte)'\n')), block)
            | (Vector128.Equals(block, first) & Vector128.Equals(Vector128.LoadUnsafe(ref start, index + lastOffset), last))
            | (Vector128.Equals(block, Vector128.Create((byte)'\\')) & Vector128.Equals(digit, Vector128.Create((byte)'7'))); // '6' or '7'
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
