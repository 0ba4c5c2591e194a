using System.IO.Hashing;

namespace Tokscale.Core.Archiving;

/// <summary>Rows of a log as the archive keeps them, with what tells damage and change.</summary>
/// <param name="Bytes">See <see cref="RowEncoder"/>; empty for no rows.</param>
/// <param name="Count">How many rows.</param>
internal readonly record struct RowBlob(byte[] Bytes, int Count)
{
    public static RowBlob Empty { get; } = new([], 0);

    /// <summary>Of the bytes; 0 for no rows.</summary>
    public long Checksum { get; } = ChecksumOf(Bytes);

    public static long ChecksumOf(ReadOnlySpan<byte> bytes) => bytes.IsEmpty ? 0 : (long)XxHash3.HashToUInt64(bytes);
}
