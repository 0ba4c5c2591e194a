using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Tokscale.Core.Json;

namespace Tokscale.Core.Files;

/// <summary>Finds line feeds, and the NULs that a crash may leave in a log. Most bytes of a log only pass through here.</summary>
internal static class LineEnd
{
    /// <summary>Lines are long: several blocks a turn take fewer instructions than <c>IndexOfAny</c>, which looks at one.</summary>
    private const int BytesPerTurn = 2 * TextBlock.Bytes;

    /// <summary>Offset of the first line feed or NUL; -1 when there is none.</summary>
    public static int IndexOfEndOrNul(ReadOnlySpan<byte> text)
    {
        int index = 0;
        if (Vector128.IsHardwareAccelerated)
        {
            ref byte start = ref MemoryMarshal.GetReference(text);
            Vector128<byte> end = Vector128.Create((byte)'\n');
            for (; index <= text.Length - BytesPerTurn; index += BytesPerTurn)
            {
                // JSON has none of the other characters below a line feed in it, so one comparison of the smallest bytes does.
                ref byte turn = ref Unsafe.Add(ref start, index);
                Vector128<byte> smallest = Vector128.Min(TextBlock.SmallestOf(ref turn), TextBlock.SmallestOf(ref Unsafe.Add(ref turn, TextBlock.Bytes)));
                if (TextBlock.IsAtMost(smallest, end) == Vector128<byte>.Zero) continue;
                int hit = EndAmong(text, index, TextBlock.AtMost(ref turn, (byte)'\n'));
                if (hit < 0) hit = EndAmong(text, index + TextBlock.Bytes, TextBlock.AtMost(ref Unsafe.Add(ref turn, TextBlock.Bytes), (byte)'\n'));
                if (hit >= 0) return hit;
            }
        }
        int rest = text[index..].IndexOfAny((byte)'\n', (byte)0);
        return rest < 0 ? -1 : index + rest;
    }

    /// <summary>The first line feed or NUL of a block.</summary>
    /// <param name="text">The text.</param>
    /// <param name="block">Where the block begins.</param>
    /// <param name="candidates">One bit a byte of it, set where one of them can be.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int EndAmong(ReadOnlySpan<byte> text, int block, ulong candidates)
    {
        for (; candidates != 0; candidates &= candidates - 1)
        {
            int hit = block + BitOperations.TrailingZeroCount(candidates);
            if (text[hit] is (byte)'\n' or 0) return hit;
        }
        return -1;
    }
}
