using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Tokscale.Core.Files;

/// <summary>Finds line feeds, and the NULs that a crash may leave in a log. Most bytes of a log only pass through here.</summary>
internal static class LineEnd
{
    /// <summary>Lines are long: many blocks a turn take half of the instructions of <c>IndexOfAny</c>, which looks at one.</summary>
    private const int BytesPerTurn = 128;

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
                Vector128<byte> smallest = Vector128.Min(
                    Vector128.Min(Smaller(ref turn, 0), Smaller(ref turn, 32)), Vector128.Min(Smaller(ref turn, 64), Smaller(ref turn, 96)));
                if (Vector128.Equals(Vector128.Min(smallest, end), smallest) != Vector128<byte>.Zero) break;
            }
        }
        int rest = text[index..].IndexOfAny((byte)'\n', (byte)0);
        return rest < 0 ? -1 : index + rest;
    }

    /// <summary>The smaller bytes of two blocks.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Smaller(ref byte start, nuint offset) =>
        Vector128.Min(Vector128.LoadUnsafe(ref start, offset), Vector128.LoadUnsafe(ref start, offset + 16));
}
