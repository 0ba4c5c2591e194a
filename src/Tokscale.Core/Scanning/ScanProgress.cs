using System.Diagnostics;

namespace Tokscale.Core.Scanning;

/// <summary>How far a scan is, for someone who watches from another thread.</summary>
public sealed class ScanProgress
{
    private readonly long _started = Stopwatch.GetTimestamp();
    private int _fileCount, _filesDone;
    private long _bytesDone;

    /// <summary>Files to read; 0 as long as they are looked for.</summary>
    public int FileCount => Volatile.Read(ref _fileCount);

    /// <summary>Files that were read.</summary>
    public int FilesDone => Volatile.Read(ref _filesDone);

    /// <summary>Their size together.</summary>
    public long BytesDone => Interlocked.Read(ref _bytesDone);

    /// <summary>Since the scan was asked for.</summary>
    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(_started);

    internal void Begin(int fileCount) => Volatile.Write(ref _fileCount, fileCount);

    internal void Finish(long bytes)
    {
        Interlocked.Increment(ref _filesDone);
        Interlocked.Add(ref _bytesDone, bytes);
    }
}
