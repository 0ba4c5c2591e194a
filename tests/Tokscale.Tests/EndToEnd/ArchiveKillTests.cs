using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Xunit;

namespace Tokscale.Tests.EndToEnd;

/// <summary>Updates of the archive are killed at random moments, and logs are deleted as soon as an update reported them saved.</summary>
public sealed class ArchiveKillTests : IDisposable
{
    /// <summary>How many updates are killed; <c>TOKSCALE_KILLS</c> asks for more than suits every run.</summary>
    private static readonly int s_killCount =
        int.TryParse(Environment.GetEnvironmentVariable("TOKSCALE_KILLS"), CultureInfo.InvariantCulture, out int count) ? count : 20;

    private const int LogsPerRound = 40, CallsPerLog = 25;

    private readonly TemporaryFolder _home = new();
    private readonly Random _random = new(11);
    private readonly List<string> _logs = [];
    private int _lastCall;

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task Nothing_that_an_update_reported_is_lost_however_many_are_killed()
    {
        TimeSpan usual = TimeOfUpdate();
        int interrupted = 0, leftJournals = 0;
        for (int kill = 0; kill < s_killCount; kill++)
        {
            WriteLogs();
            bool isTwice = kill % 5 == 0;
            using Process update = Start("archive update --json");
            using Process? second = isTwice ? Start("archive update --json") : null;
            Task<string> output = update.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            await Task.Delay(usual * (_random.NextDouble() * 1.5), TestContext.Current.CancellationToken);
            update.Kill();
            second?.Kill();
            await update.WaitForExitAsync(TestContext.Current.CancellationToken);
            second?.WaitForExit();
            leftJournals += File.Exists(Archive + "-journal") ? 1 : 0;
            bool isReported = (await output).Contains("processingTimeMs");
            // Kept so that about as many are killed before the end as after it, however the number of logs grows.
            usual *= isReported ? 0.95 : 1.1;
            if (isReported) DeleteSomeLogs();
            else interrupted++;
            Assert.Equal(_lastCall, CallsIn(NativeBinary.Start(_home.Path, "models --json")));
        }
        NativeBinary.Start(_home.Path, "archive update");
        foreach (string log in _logs) File.Delete(log);
        Assert.Equal(_lastCall, CallsIn(NativeBinary.Start(_home.Path, "models --json")));
        Assert.True(interrupted >= s_killCount / 4, $"only {interrupted} of {s_killCount} updates were killed before they were done");
        TestContext.Current.TestOutputHelper?.WriteLine($"{s_killCount} kills, {interrupted} before the report, {leftJournals} with a transaction under way");
    }

    [Fact]
    public void Updates_at_the_same_time_wait_for_each_other()
    {
        WriteLogs();
        Process[] updates = [.. Enumerable.Range(0, 4).Select(_ => Start("archive update --json"))];
        foreach (Process update in updates)
        {
            string output = update.StandardOutput.ReadToEnd();
            update.WaitForExit();
            Assert.Equal((0, _lastCall), (update.ExitCode, JsonDocument.Parse(output).RootElement.GetProperty("calls").GetInt32()));
            update.Dispose();
        }
    }

    private string Archive => Path.Join(_home.Path, ".config", "tokscale", "archive.db");

    /// <summary>How long an update of as many logs takes when nobody disturbs it.</summary>
    private TimeSpan TimeOfUpdate()
    {
        WriteLogs();
        NativeBinary.Start(_home.Path, "archive update");
        WriteLogs();
        long started = Stopwatch.GetTimestamp();
        NativeBinary.Start(_home.Path, "archive update");
        return Stopwatch.GetElapsedTime(started);
    }

    private static Process Start(string home, string line)
    {
        var start = new ProcessStartInfo(NativeBinary.Path, line.Split(' ')) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment.Clear();
        start.Environment["HOME"] = home;
        start.Environment["TOKSCALE_OFFLINE"] = "1";
        return Process.Start(start)!;
    }

    private Process Start(string line) => Start(_home.Path, line);

    private static int CallsIn(NativeBinary.Run run)
    {
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        using JsonDocument report = JsonDocument.Parse(run.Output);
        return report.RootElement.GetProperty("entries").EnumerateArray().Sum(entry => entry.GetProperty("messageCount").GetInt32());
    }

    private void WriteLogs()
    {
        for (int log = 0; log < LogsPerRound; log++)
        {
            string lines = string.Concat(Enumerable.Range(0, CallsPerLog).Select(_ => Line(++_lastCall)));
            _logs.Add(_home.Write($".claude/projects/p/session-{_lastCall}.jsonl", lines));
        }
    }

    /// <summary>The update that just ended had all of them.</summary>
    private void DeleteSomeLogs()
    {
        foreach (string log in _logs.Where(_ => _random.Next(2) == 0).ToArray())
        {
            File.Delete(log);
            _logs.Remove(log);
        }
    }

    private static string Line(int call) =>
        $$$"""{"type":"assistant","timestamp":"2026-05-01T10:00:00Z","requestId":"r{{{call}}}","message":{"id":"msg_{{{call}}}","model":"claude-opus-4-6","usage":{"input_tokens":{{{call}}},"output_tokens":2} } }"""
        + "\n";
}
