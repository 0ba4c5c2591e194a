using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Xunit;

namespace Tokscale.Tests.EndToEnd.Faults;

/// <summary>A home with logs whose calls are all alike, and what the native binary counts in it.</summary>
internal sealed class FaultHome : IDisposable
{
    /// <summary>Folder of the logs, below the home.</summary>
    public const string Project = ".claude/projects/-work";

    /// <summary>Where the program keeps its cache, below the home.</summary>
    public const string Cache = ".cache/tokscale";

    private const long InputOfCall = 1000, OutputOfCall = 100;

    private readonly TemporaryFolder _folder = new();
    private int _callCount;

    public string Path => _folder.Path;

    /// <summary>The full path of a log, whose folder exists.</summary>
    public string Log(string name) => _folder.Write($"{Project}/{name}", "");

    /// <summary>The one file of the scan cache.</summary>
    public string CacheFile => Assert.Single(Directory.GetFiles(System.IO.Path.Join(Path, Cache), "scan-*.bin"));

    /// <summary>Writes a log of so many calls; returns its path.</summary>
    public string Write(string name, int callCount) => _folder.Write($"{Project}/{name}", Calls(callCount));

    /// <summary>Lines of calls that no other line repeats.</summary>
    public string Calls(int count) => string.Concat(Enumerable.Range(0, count).Select(_ => Call()));

    /// <param name="text">What the model said, as it stands in JSON.</param>
    public string Call(string text = "ok")
    {
        int number = ++_callCount;
        return string.Create(CultureInfo.InvariantCulture, $$$"""
            {"type":"assistant","sessionId":"s","cwd":"/work","timestamp":"2026-05-01T10:00:00Z","requestId":"r{{{number}}}","message":
            {"id":"m{{{number}}}","model":"claude-opus-4-5","role":"assistant","content":[{"type":"text","text":"{{{text}}}"}],"usage":
            {"input_tokens":{{{InputOfCall}}},"output_tokens":{{{OutputOfCall}}} } } }
            """).Replace("\n", "", StringComparison.Ordinal) + "\n";
    }

    /// <summary>Runs a report as JSON.</summary>
    /// <param name="prefix">Shell commands and words before the binary.</param>
    public Count Read(string prefix = "")
    {
        long start = Stopwatch.GetTimestamp();
        NativeBinary.Run run = NativeBinary.Shell(Path, $"{prefix} $T models --json");
        TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
        if (run.Output.Length == 0) return new Count(null, run.ExitCode, run.Error, elapsed);
        using JsonDocument report = JsonDocument.Parse(run.Output);
        long input = report.RootElement.GetProperty("totalInput").GetInt64(), output = report.RootElement.GetProperty("totalOutput").GetInt64();
        Assert.Equal((0, input / 10), (input % InputOfCall, output));
        return new Count(input / InputOfCall, run.ExitCode, run.Error, elapsed);
    }

    /// <summary>All calls are counted, and nothing is complained about.</summary>
    public void AssertCounts(long calls, string prefix = "")
    {
        Count count = Read(prefix);
        Assert.Equal((calls, 0, ""), (count.Calls, count.ExitCode, count.Error));
    }

    /// <summary>All these calls are counted, and what else there was is told.</summary>
    public void AssertCountsAndTells(long calls, string told, string prefix = "")
    {
        Count count = Read(prefix);
        Assert.Equal((calls, 0), (count.Calls, count.ExitCode));
        Assert.Contains(told, count.Error);
    }

    public void Dispose() => _folder.Dispose();

    /// <param name="Calls">Calls that were counted; null when there was no report.</param>
    /// <param name="ExitCode">How the program ended.</param>
    /// <param name="Error">What it wrote to standard error.</param>
    /// <param name="Elapsed">How long it took.</param>
    public sealed record Count(long? Calls, int ExitCode, string Error, TimeSpan Elapsed);
}
