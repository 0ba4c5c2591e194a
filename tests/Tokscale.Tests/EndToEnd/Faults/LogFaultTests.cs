using System.Text;
using Xunit;

namespace Tokscale.Tests.EndToEnd.Faults;

/// <summary>Logs that are damaged, huge, or change while they are read.</summary>
public sealed class LogFaultTests : IDisposable
{
    // Address space, not memory: the runtime needs most of it for itself.
    private const string InLittleMemory = "ulimit -v 2500000;";

    private readonly FaultHome _home = new();

    public LogFaultTests() => _home.Write("good.jsonl", callCount: 2);

    public void Dispose() => _home.Dispose();

    [Fact]
    public void A_line_of_100_MB_is_counted_in_bounded_memory()
    {
        SlowTests.SkipUnlessWanted();
        File.WriteAllText(_home.Log("long.jsonl"), _home.Call(new string('x', 100 << 20)));
        _home.AssertCounts(3, InLittleMemory);
    }

    [Fact]
    public void A_hundred_MB_without_a_line_end_are_told()
    {
        SlowTests.SkipUnlessWanted();
        File.WriteAllText(_home.Log("junk.jsonl"), new string('x', 100 << 20));
        _home.AssertCountsAndTells(2, "malformed", InLittleMemory);
    }

    [Fact]
    public void A_hole_of_4_GB_ends_and_is_told()
    {
        SlowTests.SkipUnlessWanted();
        using (FileStream file = File.Create(_home.Log("hole.jsonl")))
        {
            file.SetLength(4L << 30);
            file.Seek(0, SeekOrigin.End);
            file.Write(Encoding.UTF8.GetBytes("\n" + _home.Call()));
        }
        _home.AssertCountsAndTells(3, "absurd length", InLittleMemory);
    }

    [Fact]
    public void A_million_brackets_neither_overflow_the_stack_nor_take_long()
    {
        string deep = new('[', 1_000_000);
        File.WriteAllText(_home.Log("deep.jsonl"), $"{deep}\n{{\"usage\":{deep}\n{_home.Call().Replace("\"cwd\"", $"\"x\":{deep}{deep.Replace('[', ']')},\"cwd\"")}{_home.Call()}");
        FaultHome.Count count = _home.Read("ulimit -s 256;");
        Assert.Equal((3, 0), (count.Calls, count.ExitCode));
        Assert.Contains("malformed", count.Error);
        Assert.InRange(count.Elapsed.TotalSeconds, 0, 5);
    }

    [Fact]
    public async Task A_log_that_is_emptied_and_filled_again_meanwhile_disturbs_nothing()
    {
        string path = _home.Log("restless.jsonl");
        byte[] log = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"type\":\"progress\"}\n", 200_000)));
        using var stop = new CancellationTokenSource();
        Task writer = Task.Run(() =>
        {
            using FileStream file = new(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
            while (!stop.IsCancellationRequested)
            {
                file.SetLength(0);
                file.Seek(0, SeekOrigin.Begin);
                file.Write(log);
            }
        }, TestContext.Current.CancellationToken);
        for (int round = 0; round < SlowTests.Rounds(quick: 3, slow: 20); round++)
        {
            FaultHome.Count count = _home.Read();
            Assert.Equal((2, 0), (count.Calls, count.ExitCode));
        }
        await stop.CancelAsync();
        await writer;
    }

    [Fact]
    public async Task A_log_that_never_stops_growing_ends_where_it_was()
    {
        using FileStream file = new(_home.Log("growing.jsonl"), FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
        using var stop = new CancellationTokenSource();
        long written = 0;
        Task writer = Task.Run(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                file.Write(Encoding.UTF8.GetBytes(_home.Call()));
                file.Flush();
                Interlocked.Increment(ref written);
            }
        }, TestContext.Current.CancellationToken);
        long before = Interlocked.Read(ref written);
        FaultHome.Count count = _home.Read();
        await stop.CancelAsync();
        await writer;
        Assert.Equal((0, ""), (count.ExitCode, count.Error));
        Assert.InRange(count.Calls!.Value, before + 2, written + 2);
    }
}
