using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Tokscale.Bench.Compare;

/// <summary>Runs a program and measures what it took.</summary>
public static partial class ChildRun
{
    private const int ChildrenWaitedFor = -1;
    private const int PollMs = 1;

    /// <param name="start">The program; its output is taken here.</param>
    /// <param name="output">What it wrote to standard output.</param>
    /// <exception cref="UsageError">It could not be started or failed.</exception>
    public static Measurement Measure(ProcessStartInfo start, out byte[] output)
    {
        TimeSpan cpuBefore = CpuOfChildren(), wall = default;
        var clock = Stopwatch.StartNew();
        output = Complete(start, process =>
        {
            process.WaitForExit();
            wall = clock.Elapsed;
        });
        return new Measurement(CpuOfChildren() - cpuBefore, wall);
    }

    /// <summary>
    /// The most resident memory; 0 where the system does not tell. Asking for it all the time disturbs a program, so that such a run's
    /// times are not to be used.
    /// </summary>
    /// <exception cref="UsageError">It could not be started or failed.</exception>
    public static long PeakBytes(ProcessStartInfo start)
    {
        long peakBytes = 0;
        Complete(start, process =>
        {
            do peakBytes = Math.Max(peakBytes, PeakBytesOf(process.Id));
            while (!process.WaitForExit(PollMs));
        });
        return peakBytes;
    }

    private static byte[] Complete(ProcessStartInfo start, Action<Process> wait)
    {
        start.UseShellExecute = false;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        using Process process = Start(start);
        var written = new MemoryStream();
        Task reading = process.StandardOutput.BaseStream.CopyToAsync(written);
        Task<string> errors = process.StandardError.ReadToEndAsync();
        wait(process);
        reading.Wait();
        if (process.ExitCode != 0) throw new UsageError($"'{start.FileName}' failed with {process.ExitCode}: {errors.Result.Trim()}");
        return written.ToArray();
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception error)
        {
            throw new UsageError($"'{start.FileName}' cannot be started: {error.Message}");
        }
    }

    /// <summary>
    /// The kernel's high-water mark of resident memory. It only grows, so asking every millisecond misses little; what wait4
    /// reports instead includes the memory of the process that started the child. 0 where there is no /proc.
    /// </summary>
    private static long PeakBytesOf(int processId)
    {
        const string Label = "VmHWM:";
        try
        {
            string status = File.ReadAllText($"/proc/{processId}/status");
            int label = status.IndexOf(Label, StringComparison.Ordinal);
            if (label < 0) return 0; // It has ended.
            ReadOnlySpan<char> value = status.AsSpan(label + Label.Length);
            return long.Parse(value[..value.IndexOf("kB")].Trim(), CultureInfo.InvariantCulture) * 1024;
        }
        catch (IOException)
        {
            return 0;
        }
    }

    /// <summary>User and system time of all children that have ended.</summary>
    private static TimeSpan CpuOfChildren()
    {
        if (GetResourceUsage(ChildrenWaitedFor, out ResourceUsage usage) != 0) throw new UsageError("this system does not tell CPU times");
        return usage.User.ToTimeSpan() + usage.System.ToTimeSpan();
    }

    [LibraryImport("libc", EntryPoint = "getrusage")]
    private static partial int GetResourceUsage(int who, out ResourceUsage usage);

    private readonly struct TimeValue
    {
        private readonly nint _seconds;
        private readonly nint _microseconds;

        public TimeSpan ToTimeSpan() => TimeSpan.FromSeconds(_seconds) + TimeSpan.FromMicroseconds(_microseconds);
    }

    /// <summary>The start of <c>struct rusage</c> on 64-bit systems.</summary>
    [StructLayout(LayoutKind.Sequential, Size = 144)]
    private readonly struct ResourceUsage
    {
        public readonly TimeValue User;
        public readonly TimeValue System;
    }
}
