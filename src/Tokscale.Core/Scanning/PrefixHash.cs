using System.Buffers;
using System.IO.Hashing;
using Tokscale.Core.Files;

namespace Tokscale.Core.Scanning;

/// <summary>
/// Tells whether the first bytes of a file are those that an earlier scan read. Short beginnings are hashed whole; of longer
/// ones the start, the end and blocks between, because hashing everything would cost as much as the scan saves. Agents that
/// rewrite a log replace the file or change most of it, and both show.
/// </summary>
internal static class PrefixHash
{
    private const int WholeBytesMax = 64 << 10;
    private const int EdgeBytes = 16 << 10;
    private const int BlockBytes = 4 << 10;
    private const int BlockCount = 16;

    /// <returns>The hash, or null when the file is shorter or cannot be read.</returns>
    public static ulong? Of(string path, long bytes)
    {
        try
        {
            using var file = new OpenFile(path);
            return Of(file, bytes);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <inheritdoc cref="Of(string, long)"/>
    public static ulong? Of(OpenFile file, long bytes)
    {
        byte[] sample = ArrayPool<byte>.Shared.Rent(2 * EdgeBytes + BlockCount * BlockBytes);
        try
        {
            Span<byte> rest = sample;
            return TryTakeAll(file, bytes, ref rest) ? XxHash3.HashToUInt64(sample.AsSpan(0, sample.Length - rest.Length), seed: bytes) : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(sample);
        }
    }

    /// <summary>Reads what is hashed to the beginning of the sample, of which the rest is left. False: the file is shorter.</summary>
    private static bool TryTakeAll(OpenFile file, long bytes, ref Span<byte> rest)
    {
        if (bytes <= WholeBytesMax) return TryTake(file, 0, (int)bytes, ref rest);
        bool isRead = TryTake(file, 0, EdgeBytes, ref rest) && TryTake(file, bytes - EdgeBytes, EdgeBytes, ref rest);
        long step = (bytes - 2 * EdgeBytes) / BlockCount;
        for (int block = 0; block < BlockCount && isRead; block++) isRead = TryTake(file, EdgeBytes + block * step, BlockBytes, ref rest);
        return isRead;
    }

    /// <summary>Reads bytes of the file to the beginning of what is left of the sample. False: the file is shorter.</summary>
    private static bool TryTake(OpenFile file, long offset, int count, ref Span<byte> rest)
    {
        while (count > 0)
        {
            int read = file.Read(rest[..count], offset);
            if (read == 0) return false;
            rest = rest[read..];
            offset += read;
            count -= read;
        }
        return true;
    }
}
