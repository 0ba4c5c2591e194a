using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Tokscale.Core.Files;

/// <summary>Finds line feeds. Most bytes of a log only pass through here.</summary>
internal static class LineEnd
{
    /// <summary>Lines are long: four blocks a turn take two thirds of the instructions of <c>IndexOf</c>, which looks at one.</summary>
    private const int BytesPerTurn = 64;

    /// <summary>Offset of the first line feed; -1 when there is none.</summary>
    public static int IndexOf(ReadOnlySpan<byte> text)
    {
        int index = 0;
        if (Vector128.IsHardwareAccelerated)
        {
            ref byte start = ref MemoryMarshal.GetReference(text);
            Vector128<byte> end = Vector128.Create((byte)'\n');
            for (; index <= text.Length - BytesPerTurn; index += BytesPerTurn)
            {
                nuint block = (nuint)index;
                Vector128<byte> found = Vector128.Equals(Vector128.LoadUnsafe(ref start, block), end)
                    | Vector128.Equals(Vector128.LoadUnsafe(ref start, block + 16), end)
                    | Vector128.Equals(Vector128.LoadUnsafe(ref start, block + 32), end)
                    | Vector128.Equals(Vector128.LoadUnsafe(ref start, block + 48), end);
                if (found != Vector128<byte>.Zero) break;
            }
        }
        int rest = text[index..].IndexOf((byte)'\n');
        return rest < 0 ? -1 : index + rest;
    }
}
