using System.Globalization;
using Xunit;

namespace Tokscale.Tests.EndToEnd.Faults;

/// <summary>Every call of the system fails once, or is the last thing that the program does.</summary>
public sealed class SystemCallTests : IDisposable
{
    private const int CallCount = 12;

    private readonly FaultHome _home = new();

    public SystemCallTests()
    {
        for (int number = 0; number < 4; number++) _home.Write($"{number}/log.jsonl", callCount: 3);
    }

    public void Dispose() => _home.Dispose();

    [Theory]
    [InlineData("openat", "error=EIO")]
    [InlineData("openat", "error=EMFILE")]
    [InlineData("read,pread64", "error=EIO")]
    [InlineData("getdents64", "error=EIO")]
    [InlineData("statx,newfstatat,stat,lstat,fstat", "error=EIO")]
    [InlineData("write,pwrite64,pwritev,writev", "error=ENOSPC")]
    [InlineData("rename,renameat,renameat2", "error=EACCES")]
    [InlineData("mkdir,mkdirat", "error=EROFS")]
    public void A_call_that_fails_costs_no_number_that_is_not_told(string calls, string fault)
    {
        foreach (int number in NumbersOf(calls))
        {
            ForgetCache();
            FaultHome.Count count = _home.Read(Inject(calls, fault, number));
            bool isRight = count.Calls == CallCount;
            bool isTold = count.Error.Length > 0 || count.ExitCode != 0;
            Assert.True(isRight || isTold, $"{fault} of call {number} of {calls}: {count}");
            Assert.DoesNotContain("Unhandled", count.Error);
            _home.AssertCounts(CallCount);
        }
    }

    [Theory]
    [InlineData("write,pwrite64,pwritev,writev")]
    [InlineData("rename,renameat,renameat2,ftruncate,unlink,unlinkat")]
    [InlineData("openat")]
    public void Killed_at_any_call_the_next_run_is_right(string calls)
    {
        foreach (int number in NumbersOf(calls))
        {
            ForgetCache();
            _home.Read(Inject(calls, "signal=SIGKILL", number));
            _home.AssertCounts(CallCount);
        }
    }

    private void ForgetCache()
    {
        string cache = Path.Join(_home.Path, FaultHome.Cache);
        if (Directory.Exists(cache)) Directory.Delete(cache, recursive: true);
    }

    private static string Inject(string calls, string fault, int number) =>
        string.Create(CultureInfo.InvariantCulture, $"strace -f -o /dev/null -e trace={calls} -e inject={calls}:{fault}:when={number}");

    // strace counts for each thread; the main thread makes most calls, and the last number is past all of them.
    private IEnumerable<int> NumbersOf(string calls)
    {
        SlowTests.SkipUnlessWanted();
        Assert.SkipUnless(NativeBinary.Shell(_home.Path, "strace -f -o /dev/null true").ExitCode == 0, "strace(1) is missing or may not trace here");
        string trace = Path.Join(_home.Path, "trace");
        ForgetCache();
        _home.AssertCounts(CallCount, $"strace -f -o {trace} -e trace={calls}");
        int most = File.ReadLines(trace).GroupBy(line => line.Split(' ')[0]).Select(thread => thread.Count()).DefaultIfEmpty().Max();
        // What the loader does before the program starts fails with the loader's own words.
        return Enumerable.Range(1, most);
    }
}
