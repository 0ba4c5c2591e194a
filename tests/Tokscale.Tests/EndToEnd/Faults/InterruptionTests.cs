using System.Diagnostics;
using System.Globalization;
using Xunit;

namespace Tokscale.Tests.EndToEnd.Faults;

/// <summary>The program is told to stop while it works.</summary>
public sealed class InterruptionTests : IDisposable
{
    private const int CallCount = 4000;

    private readonly FaultHome _home = new();

    public InterruptionTests()
    {
        string padding = "{\"type\":\"progress\",\"text\":\"" + new string('z', 20_000) + "\"}\n";
        for (int number = 0; number < 20; number++)
        {
            File.WriteAllText(_home.Log($"{number}.jsonl"), string.Concat(Enumerable.Range(0, CallCount / 20).Select(_ => _home.Call() + padding)));
        }
    }

    public void Dispose() => _home.Dispose();

    [Theory]
    [InlineData("INT", 130)]
    [InlineData("TERM", 143)]
    public void A_scan_stops_within_a_second_and_leaves_a_whole_cache(string signal, int exitCode)
    {
        foreach (int delayMs in (int[])[5, 20, 40, 60])
        {
            string delay = (delayMs / 1000.0).ToString(CultureInfo.InvariantCulture);
            long start = Stopwatch.GetTimestamp();
            NativeBinary.Run run = NativeBinary.Shell(_home.Path, $"$T models > /dev/null & sleep {delay}; kill -{signal} $! 2> /dev/null; wait $!; echo $?");
            Assert.InRange(Stopwatch.GetElapsedTime(start).TotalSeconds, 0, 1.5);
            // Before the program has begun, the signal ends it as any other; and it may have been done already.
            Assert.Contains(run.Output, (string[])[$"{exitCode}\n", "0\n"]);
            Assert.Empty(run.Error);
        }
        _home.AssertCounts(CallCount);
        Assert.Empty(Directory.GetFiles(Path.Join(_home.Path, FaultHome.Cache), "*.tmp"));
    }
}
