using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace Tokscale.Core.Usage;

/// <summary>Makes the keys by which copies of a call are told. Not cryptographic: logs have no reason to collide on purpose.</summary>
public static class RowKey
{
    /// <summary>The key of one text; never 0, which means "one of a kind".</summary>
    public static UInt128 Of(ReadOnlySpan<byte> part) => NotZero(XxHash128.HashToUInt128(part));

    /// <summary>The key of two texts; the border between them counts.</summary>
    public static UInt128 Of(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second) => Join(Of(first), Of(second));

    /// <summary>The key of a text that is a string already; differs from that of the same text in UTF-8.</summary>
    public static UInt128 Of(ReadOnlySpan<char> text) => Of(MemoryMarshal.AsBytes(text));

    /// <summary>The key of a list of numbers.</summary>
    public static UInt128 Of(ReadOnlySpan<long> numbers) => Of(MemoryMarshal.AsBytes(numbers));

    /// <summary>One key from two; their order counts.</summary>
    public static UInt128 Join(UInt128 first, UInt128 second)
    {
        ReadOnlySpan<UInt128> both = [first, second];
        return Of(MemoryMarshal.AsBytes(both));
    }

    /// <summary>Half a key, for <see cref="UsageRow.Link"/>; never 0.</summary>
    public static ulong LinkOf(ReadOnlySpan<long> numbers) => Math.Max(1, XxHash3.HashToUInt64(MemoryMarshal.AsBytes(numbers)));

    private static UInt128 NotZero(UInt128 hash) => hash == 0 ? 1 : hash;
}
