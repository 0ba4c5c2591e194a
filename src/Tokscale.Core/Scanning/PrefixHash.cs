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
        try
        {
            var hash = new XxHash3(bytes);
            Span<byte> buffer = stackalloc byte[EdgeBytes];
            if (bytes <= WholeBytesMax) return Append(hash, file, 0, (int)bytes, buffer) ? hash.GetCurrentHashAsUInt64() : null;
            bool isRead = Append(hash, file, 0, EdgeBytes, buffer) && Append(hash, file, bytes - EdgeBytes, EdgeBytes, buffer);
            long step = (bytes - 2 * EdgeBytes) / BlockCount;
            for (int block = 0; block < BlockCount && isRead; block++)
                isRead = Append(hash, file, EdgeBytes + block * step, BlockBytes, buffer);
            return isRead ? hash.GetCurrentHashAsUInt64() : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static bool Append(XxHash3 hash, OpenFile file, long offset, int count, Span<byte> buffer)
    {
        while (count > 0)
        {
            int read = file.Read(buffer[..Math.Min(count, buffer.Length)], offset);
            if (read == 0) return false;
            hash.Append(buffer[..read]);
            offset += read;
            count -= read;
        }
        return true;
    }
}
