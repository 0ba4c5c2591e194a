using System.Diagnostics;

namespace Tokscale.Bench.Compare;

/// <summary>
/// What the machine itself needs for the bytes: reading every file in blocks, and finding the line ends in them, on one thread.
/// No program that reads the logs can be faster on one.
/// </summary>
public static class BareRead
{
    private const int BlockBytes = 256 << 10;

    /// <summary>Seconds for reading alone, and for reading and looking for line ends; medians.</summary>
    public static (double ReadSeconds, double SearchSeconds) Measure(string home, int runs)
    {
        var all = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 };
        string[] files = Directory.GetFiles(home, "*", all);
        double[] reads = [.. Enumerable.Range(0, runs + 1).Select(_ => Time(files, isSearching: false)).Skip(1).Order()];
        double[] searches = [.. Enumerable.Range(0, runs + 1).Select(_ => Time(files, isSearching: true)).Skip(1).Order()];
        return (reads[reads.Length / 2], searches[searches.Length / 2]);
    }

    private static double Time(string[] files, bool isSearching)
    {
        var buffer = new byte[BlockBytes];
        long lines = 0;
        long started = Stopwatch.GetTimestamp();
        foreach (string path in files)
        {
            using var file = File.OpenHandle(path);
            long offset = 0;
            for (int read; (read = RandomAccess.Read(file, buffer, offset)) > 0; offset += read)
                if (isSearching) lines += LinesIn(buffer.AsSpan(0, read));
        }
        GC.KeepAlive(lines);
        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private static long LinesIn(ReadOnlySpan<byte> text)
    {
        long lines = 0;
        for (int end; (end = text.IndexOf((byte)'\n')) >= 0; text = text[(end + 1)..]) lines++;
        return lines;
    }
}
