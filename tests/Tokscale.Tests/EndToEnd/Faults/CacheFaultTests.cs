using System.Diagnostics;
using Xunit;

namespace Tokscale.Tests.EndToEnd.Faults;

/// <summary>Whatever happens to the scan cache, the numbers stay those of the logs.</summary>
public sealed class CacheFaultTests : IDisposable
{
    private const int FileCount = 40, CallCount = 3 * FileCount;

    private readonly FaultHome _home = new();
    private readonly Random _random = new(20260501);

    public CacheFaultTests()
    {
        for (int number = 0; number < FileCount; number++) _home.Write($"{number}.jsonl", callCount: 3);
        // The cache trusts files whose last change was a while ago.
        foreach (string log in Directory.GetFiles(Path.Join(_home.Path, FaultHome.Project))) File.SetLastWriteTimeUtc(log, Fixture.FileTime);
    }

    public void Dispose() => _home.Dispose();

    [Fact]
    public void A_flipped_bit_or_a_missing_end_never_changes_a_number()
    {
        _home.AssertCounts(CallCount);
        byte[] whole = File.ReadAllBytes(_home.CacheFile);
        for (int round = 0; round < SlowTests.Rounds(quick: 40, slow: 300); round++)
        {
            byte[] damaged = whole.ToArray();
            if (round % 4 == 3) damaged = damaged[.._random.Next(damaged.Length)];
            else damaged[_random.Next(damaged.Length)] ^= (byte)(1 << _random.Next(8));
            File.WriteAllBytes(_home.CacheFile, damaged);
            _home.AssertCounts(CallCount);
        }
    }

    [Fact]
    public void Killed_at_any_moment_the_next_run_is_right()
    {
        for (int round = 0; round < SlowTests.Rounds(quick: 15, slow: 100); round++)
        {
            if (round % 2 == 0) NativeBinary.Shell(_home.Path, $"rm -rf {_home.Path}/{FaultHome.Cache}");
            KillAfter(TimeSpan.FromMilliseconds(_random.Next(1, 60)));
            _home.AssertCounts(CallCount);
        }
        // What a process left is taken away by the next one that writes, once it is too old to be in use.
        foreach (string left in Directory.GetFiles(Path.Join(_home.Path, FaultHome.Cache), "*.tmp")) File.SetLastWriteTimeUtc(left, Fixture.FileTime);
        File.Delete(_home.CacheFile);
        _home.AssertCounts(CallCount);
        Assert.Equal([_home.CacheFile], Directory.GetFiles(Path.Join(_home.Path, FaultHome.Cache), "scan-*"));
    }

    [Fact]
    public void Eight_processes_at_once_all_say_the_same()
    {
        for (int round = 0; round < SlowTests.Rounds(quick: 2, slow: 20); round++)
        {
            NativeBinary.Shell(_home.Path, $"rm -rf {_home.Path}/{FaultHome.Cache}");
            NativeBinary.Run run = NativeBinary.Shell(
                _home.Path, "for i in 1 2 3 4 5 6 7 8; do $T models --json 2>&1 | grep -E '\"totalInput|rror|arning' & done; wait");
            Assert.Equal(Enumerable.Repeat($"  \"totalInput\": {CallCount * 1000},", 8), run.Output.TrimEnd().Split('\n'));
            _home.AssertCounts(CallCount);
        }
    }

    [Theory]
    [InlineData("echo > $HOME/.cache")]
    [InlineData("mkdir -p $HOME/.cache; ln -s nowhere $HOME/.cache/tokscale")]
    [InlineData("mkdir -p $HOME/.cache; echo > $HOME/.cache/tokscale")]
    public void Without_a_place_for_the_cache_the_report_is_made_and_the_reason_told(string place)
    {
        NativeBinary.Shell(_home.Path, place);
        _home.AssertCountsAndTells(CallCount, "cache");
    }

    [Fact]
    public void A_limit_on_the_size_of_files_is_told_and_leaves_no_half_cache()
    {
        _home.AssertCountsAndTells(CallCount, "larger than the system allows", "ulimit -f 4; trap '' XFSZ;");
        _home.AssertCounts(CallCount);
    }

    [Fact]
    public void A_full_disk_is_told_and_the_cache_works_when_there_is_room_again()
    {
        SlowTests.SkipUnlessWanted();
        string cache = Path.Join(_home.Path, FaultHome.Cache);
        using SmallDisk disk = SmallDisk.Mount(cache, kilobytes: 64);
        File.WriteAllBytes(Path.Join(cache, "filler"), new byte[60 << 10]);
        _home.AssertCountsAndTells(CallCount, "No space left");
        File.Delete(Path.Join(cache, "filler"));
        _home.AssertCounts(CallCount);
        _home.AssertCounts(CallCount);
        Assert.True(File.Exists(_home.CacheFile));
    }

    [Fact]
    public void A_disk_that_cannot_be_written_is_told()
    {
        SlowTests.SkipUnlessWanted();
        using SmallDisk disk = SmallDisk.Mount(Path.Join(_home.Path, FaultHome.Cache), kilobytes: 64);
        disk.ForbidWriting();
        _home.AssertCountsAndTells(CallCount, "Read-only");
    }

    [Fact]
    public void A_process_that_was_stopped_in_the_middle_of_writing_holds_nobody_up()
    {
        _home.AssertCounts(CallCount);
        string cache = _home.CacheFile;
        File.Delete(cache);
        File.WriteAllText(cache + ".tmp", "half");
        FaultHome.Count count = _home.Read();
        Assert.Equal((CallCount, ""), (count.Calls, count.Error));
        Assert.InRange(count.Elapsed.TotalSeconds, 0, 2);
        Assert.Equal("half", File.ReadAllText(cache + ".tmp"));
    }

    [Fact]
    public void Nothing_is_written_through_a_planted_link()
    {
        _home.AssertCounts(CallCount);
        string victim = Path.Join(_home.Path, "victim"), cache = _home.CacheFile;
        File.WriteAllText(victim, "precious");
        foreach (string planted in (string[])[cache, cache + ".tmp"])
        {
            File.Delete(cache);
            File.CreateSymbolicLink(planted, victim);
            Assert.Equal(CallCount, _home.Read().Calls);
            Assert.Equal("precious", File.ReadAllText(victim));
            File.Delete(planted);
        }
    }

    private void KillAfter(TimeSpan time)
    {
        var start = new ProcessStartInfo(NativeBinary.Path, ["models", "--offline"]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["HOME"] = _home.Path;
        using Process process = Process.Start(start)!;
        Thread.Sleep(time);
        process.Kill();
        process.WaitForExit();
    }
}
