using System.Buffers;
using System.Text.Json;
using Tokscale.Core.Files;
using Tokscale.Core.Pricing.Rows;

namespace Tokscale.Core.Pricing.Feed;

/// <summary>The files that fetched lists are kept in. A broken one counts as absent.</summary>
/// <param name="folder">Their folder; null to keep nothing.</param>
internal sealed class PriceCache(string? folder)
{
    /// <summary>A list of this age is fresh; and after a failure it is not tried again for as long.</summary>
    private const long LifeSeconds = 3600;

    // Clocks of two machines that share a home differ by this much.
    private const long FutureSecondsMax = 300;

    private int _failures;

    /// <summary>True when something could not be written.</summary>
    public bool HasFailed => Volatile.Read(ref _failures) > 0;

    /// <summary>True for a time, in seconds since 1970, that is not long ago. One in the future is no time to trust.</summary>
    public static bool IsRecent(long? time, long now) =>
        time is { } seconds && seconds >= now - LifeSeconds && seconds <= now + FutureSecondsMax;

    /// <summary>The list that was kept; null when there is none that can be read.</summary>
    public CachedPriceList? Read(string file, string source)
    {
        if (ReadBytes(file, PriceLimits.DocumentBytesMax) is not { Length: > 0 } text) return null;
        try
        {
            CachedPriceList list = CachedPriceList.Read(text, source);
            return list.Count is > 0 and <= PriceLimits.RowsMax ? list : null;
        }
        catch (JsonException)
        {
            return null; // It is made again with the next answer.
        }
    }

    /// <summary>Keeps a list; a failure only costs the next run a request.</summary>
    public void Write(string file, StoredPriceList list)
    {
        if (folder is null) return;
        var buffer = new ArrayBufferWriter<byte>(64 * 1024);
        list.Write(buffer);
        Write(file, buffer.WrittenSpan.ToArray());
    }

    /// <summary>Keeps a file; a failure is remembered.</summary>
    public void Write(string file, byte[] content) => Try(path => PrivateFile.Replace(path, content), file);

    /// <summary>Adds to a file; a failure is remembered.</summary>
    public void Append(string file, byte[] content) => Try(path =>
    {
        PrivateFile.CreateFolder(Path.GetDirectoryName(path)!);
        using FileStream stream = File.Exists(path)
            ? new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0)
            : PrivateFile.Create(path);
        stream.Write(content);
    }, file);

    private void Try(Action<string> write, string file)
    {
        if (folder is null) return;
        try
        {
            write(Path.Join(folder, file));
        }
        catch (IOException)
        {
            Interlocked.Increment(ref _failures);
        }
        catch (UnauthorizedAccessException)
        {
            Interlocked.Increment(ref _failures);
        }
    }

    /// <summary>A file as a whole; null when there is none that can be read, or it is longer than it can be.</summary>
    public byte[]? ReadBytes(string file, int bytesMax)
    {
        if (folder is null) return null;
        try
        {
            var info = new FileInfo(Path.Join(folder, file));
            return info.Exists && info.Length <= bytesMax ? File.ReadAllBytes(info.FullName) : null;
        }
        catch (IOException)
        {
            return null;
        }
        catch (UnauthorizedAccessException)
        {
            return null;
        }
    }
}
