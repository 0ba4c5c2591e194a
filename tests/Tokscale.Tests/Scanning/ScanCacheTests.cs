using Tokscale.Core.Archiving;
using Tokscale.Core.Files;
using Tokscale.Core.Scanning;
using Tokscale.Core.Scanning.Cache;
using Tokscale.Core.Sources;
using Tokscale.Core.Usage;
using Xunit;

namespace Tokscale.Tests.Scanning;

/// <summary>Whatever happens to logs or cache, a scan with the cache says what a scan without it says.</summary>
public sealed class ScanCacheTests : IDisposable
{
    private const string Log = ".claude/projects/p/s1.jsonl";

    /// <summary>Times younger than two seconds are not trusted.</summary>
    private const int UncertainMs = 2100;

    private readonly TemporaryFolder _home = new();
    private readonly TemporaryFolder _caches = new();
    private int _lastId;

    public static TheoryData<string> FixtureNames() => new(Fixture.Names());

    private string LogPath => Path.Join(_home.Path, Log);

    private string CachePath => ScanCache.PathOf(_caches.Path, HomeDirectory.At(_home.Path));

    public void Dispose()
    {
        _home.Dispose();
        _caches.Dispose();
    }

    [Theory, MemberData(nameof(FixtureNames))]
    public void Cold_and_warm_scans_of_a_fixture_agree(string name)
    {
        using Fixture fixture = Fixture.Lay(name);
        ScanResult plain = Scan(fixture.Home, cached: false);
        for (int run = 0; run < 3; run++) AssertSame(plain, Scan(fixture.Home, cached: true));
    }

    [Fact]
    public void Logs_of_every_source_that_have_not_changed_for_a_while_give_the_same_calls_from_the_cache()
    {
        Fixture[] fixtures = [.. Fixture.Names().Select(Fixture.Lay)];
        Thread.Sleep(UncertainMs);
        foreach (Fixture fixture in fixtures)
        {
            ScanResult plain = Scan(fixture.Home, cached: false);
            for (int run = 0; run < 3; run++) AssertSame(plain, Scan(fixture.Home, cached: true));
            fixture.Dispose();
        }
    }

    [Fact]
    public void A_source_that_has_not_changed_is_recalled_and_the_others_are_read()
    {
        _home.Write(Log, Lines(3));
        _home.Write(".codex/sessions/2026/05/01/rollout-1.jsonl", "{}\n");
        Thread.Sleep(UncertainMs);
        Scan(_home.Path, cached: true);
        File.AppendAllText(Path.Join(_home.Path, ".codex/sessions/2026/05/01/rollout-1.jsonl"), "{}\n");
        using ScanCache cache = ScanCache.Load(_caches.Path, HomeDirectory.At(_home.Path));
        Assert.Equal(3, Recall(cache, "claude")?.Events.Count);
        Assert.Null(Recall(cache, "codex"));
        AssertCachedIsRight(expectedEvents: 3);
    }

    [Fact]
    public void Files_that_come_go_and_move_are_noticed_in_folders_that_were_searched_before()
    {
        for (int session = 0; session < 3; session++) _home.Write($".claude/projects/p{session}/s.jsonl", Lines(2));
        Settle(6);
        AfterRest(() => _home.Write(".claude/projects/p0/new.jsonl", Lines(1)), 7);
        AfterRest(() => _home.Write(".claude/projects/p0/deeper/down/new.jsonl", Lines(1)), 8);
        AfterRest(() => File.Move(InHome(".claude/projects/p1/s.jsonl"), InHome(".claude/projects/p2/t.jsonl")), 8);
        AfterRest(() => Directory.Delete(InHome(".claude/projects/p0/deeper"), recursive: true), 7);
        AfterRest(() => Directory.Move(InHome(".claude/projects/p2"), InHome(".claude/projects/p3")), 7);
        AfterRest(() => File.Delete(InHome(".claude/projects/p3/s.jsonl")), 5);
    }

    [Fact]
    public void What_a_remembered_link_leads_to_may_change()
    {
        _home.Write("one/a.jsonl", Lines(2));
        _home.Write("two/a.jsonl", Lines(3));
        _home.Write("single", Lines(4));
        _home.Write(Log, Lines(1));
        string folderLink = InHome(".claude/projects/folder.jsonl"), way = InHome("way");
        File.CreateSymbolicLink(way, InHome("one"));
        File.CreateSymbolicLink(folderLink, way);
        Settle(3);
        // The folder that holds the link does not change with what is behind it.
        AfterRest(() => Relink(way, InHome("two")), 4);
        AfterRest(() => Relink(way, InHome("single")), 5);
        AfterRest(() => Relink(way, InHome("one")), 3);
    }

    [Fact]
    public void An_unchanged_file_is_not_read_again()
    {
        _home.Write(Log, Lines(3));
        Thread.Sleep(UncertainMs);
        Scan(_home.Path, cached: true);
        using ScanCache cache = ScanCache.Load(_caches.Path, HomeDirectory.At(_home.Path));
        FoundFiles found = FileFinder.Find(SourceRegistry.Find("claude")!, HomeDirectory.At(_home.Path), []);
        var usage = new FileUsage(Assert.Single(found.Files));
        Assert.True(cache.TryFill(usage));
        Assert.Equal(3, usage.Rows.Length);
    }

    [Fact]
    public void A_file_that_grew_is_read_from_where_it_ended()
    {
        _home.Write(Log, Lines(3));
        Scan(_home.Path, cached: true);
        File.AppendAllText(LogPath, Lines(2));
        using ScanCache cache = ScanCache.Load(_caches.Path, HomeDirectory.At(_home.Path));
        var usage = new FileUsage(Assert.Single(FileFinder.Find(SourceRegistry.Find("claude")!, HomeDirectory.At(_home.Path), []).Files));
        Assert.False(cache.TryFill(usage));
        Assert.Equal((3, 3L), (usage.Rows.Length, usage.Resume!.LineNumber));
        AssertCachedIsRight(expectedEvents: 5);
    }

    [Fact]
    public void Changes_of_a_log_are_never_missed()
    {
        AfterChange(() => _home.Write(Log, Lines(5)), 5);
        AfterChange(() => File.AppendAllText(LogPath, Lines(1)), 6);
        AfterChange(() => File.AppendAllText(LogPath, Lines(1)[..50]), 6);
        AfterChange(() => File.AppendAllText(LogPath, "\n" + Lines(1)), 7);
        AfterChange(() => File.WriteAllText(LogPath, Lines(2)), 2);
        AfterChange(() => ReplaceKeepingTime(Lines(2)), 2);
        AfterChange(() => File.AppendAllText(LogPath, Lines(1).TrimEnd()), 3);
        AfterChange(() => File.AppendAllText(LogPath, "\n" + Lines(1)), 4);
        AfterChange(() => File.Move(LogPath, LogPath.Replace("s1", "s2")), 4);
        AfterChange(() => _home.Write(Log, Lines(1)), 5);
        AfterChange(() => File.Delete(LogPath), 4);
    }

    [Fact]
    public void A_cache_that_is_written_again_keeps_what_it_knew_and_forgets_what_only_lost_logs_said()
    {
        const int sessionCount = 600;
        void AppendFrom(int first)
        {
            for (int session = first; session < sessionCount; session++)
                File.AppendAllText(InHome($".claude/projects/p/{session}.jsonl"), Lines(1).Replace("/w/app", $"/w/app-{session:000}"));
        }
        _home.Write(".codex/sessions/2026/05/01/rollout-1.jsonl", "{}\n");
        _home.Write(".claude/projects/p/some.jsonl", "{}\n");
        foreach (int expectedEvents in new[] { sessionCount, 2 * sessionCount, 3 * sessionCount })
        {
            AppendFrom(0);
            AssertCachedIsRight(expectedEvents);
            AssertCachedIsRight(expectedEvents);
        }
        Assert.Contains("/w/app-000", File.ReadAllText(CachePath));

        File.Delete(InHome(".claude/projects/p/0.jsonl"));
        AppendFrom(1);
        AssertCachedIsRight(4 * sessionCount - 4);
        AssertCachedIsRight(4 * sessionCount - 4);
        Assert.Contains("/w/app-001", File.ReadAllText(CachePath));
        Assert.DoesNotContain("/w/app-000", File.ReadAllText(CachePath));
    }

    [Fact]
    public void A_rewritten_beginning_of_a_grown_file_is_noticed()
    {
        string text = Lines(50);
        _home.Write(Log, text);
        Scan(_home.Path, cached: true);
        File.WriteAllText(LogPath, text.Replace("\"input_tokens\":7", "\"input_tokens\":9") + Lines(1));
        ScanResult scan = AssertCachedIsRight(51);
        Assert.Equal(50 * 9 + 7, Events(scan).Sum(usage => usage.Tokens.Input));
    }

    [Theory, InlineData(0), InlineData(UncertainMs)]
    public void A_damaged_cache_costs_time_and_never_a_number(int logAgeMs)
    {
        _home.Write(Log, Lines(20));
        Thread.Sleep(logAgeMs);
        ScanResult plain = Scan(_home.Path, cached: false);
        Scan(_home.Path, cached: true);
        byte[] good = File.ReadAllBytes(CachePath);
        var random = new Random(5);
        for (int round = 0; round < 300; round++)
        {
            byte[] bad = good.ToArray();
            bad[random.Next(bad.Length)] ^= (byte)(1 << random.Next(8));
            File.WriteAllBytes(CachePath, round % 10 == 0 ? bad[..random.Next(bad.Length)] : bad);
            AssertSame(plain, Scan(_home.Path, cached: true));
        }
        foreach (byte[] foreign in (byte[][])[[], [1], "not a cache"u8.ToArray(), new byte[4096]])
        {
            File.WriteAllBytes(CachePath, foreign);
            AssertSame(plain, Scan(_home.Path, cached: true));
        }
    }

    [Fact]
    public void A_cache_that_cannot_be_written_is_told_and_harms_nothing()
    {
        _home.Write(Log, Lines(2));
        string blocked = _home.Write("blocked", "a file where a folder should be");
        ScanResult scan = UsageScan.Run(Request(_home.Path) with { CacheFolder = Path.Join(blocked, "caches") });
        Assert.Equal(2, Events(scan).Count);
        Assert.NotNull(scan.CacheFailure);
    }

    [Fact]
    public void A_link_in_place_of_the_cache_is_replaced_and_what_it_leads_to_stays()
    {
        _home.Write(Log, Lines(2));
        string victim = _home.Write("victim", "precious");
        Directory.CreateDirectory(_caches.Path);
        File.CreateSymbolicLink(CachePath, victim);
        Scan(_home.Path, cached: true);
        Assert.Equal("precious", File.ReadAllText(victim));
        Assert.Null(new FileInfo(CachePath).LinkTarget);
    }

    [Fact]
    public void Caches_of_homes_that_were_not_read_for_long_are_deleted()
    {
        _home.Write(Log, Lines(2));
        string old = _caches.Write("scan-00000000000000aa.bin", "x"), young = _caches.Write("scan-00000000000000bb.bin", "x");
        string foreign = _caches.Write("notes.txt", "x");
        File.SetLastWriteTimeUtc(old, DateTime.UtcNow.AddDays(-61));
        File.SetLastWriteTimeUtc(foreign, DateTime.UtcNow.AddDays(-61));
        Scan(_home.Path, cached: true);
        Assert.Equal([false, true, true], new[] { old, young, foreign }.Select(File.Exists));
    }

    [Fact]
    public void Only_the_owner_may_read_the_cache()
    {
        if (OperatingSystem.IsWindows()) return;
        _home.Write(Log, Lines(2));
        string folder = Path.Join(_caches.Path, "new");
        UsageScan.Run(Request(_home.Path) with { CacheFolder = folder });
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Assert.Single(Directory.GetFiles(folder))));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder));
    }

    [Fact]
    public void Many_scans_at_once_all_say_the_same()
    {
        for (int session = 0; session < 20; session++) _home.Write($".claude/projects/p/many{session}.jsonl", Lines(20));
        ScanResult plain = Scan(_home.Path, cached: false);
        Parallel.For(0, 16, _ => AssertSame(plain, Scan(_home.Path, cached: true)));
        AssertSame(plain, Scan(_home.Path, cached: true));
    }

    private SourceScan? Recall(ScanCache cache, string id)
    {
        UsageSource source = SourceRegistry.Find(id)!;
        return cache.TryRecall(source, FileFinder.Find(source, HomeDirectory.At(_home.Path), []), new ArchiveHistory(null, cache.Names, 0));
    }

    private string InHome(string relative) => Path.Join(_home.Path, relative);

    private static void Relink(string path, string target)
    {
        File.Delete(path);
        File.CreateSymbolicLink(path, target);
    }

    /// <summary>Makes a cache of logs and folders that have not changed for a while.</summary>
    private void Settle(int expectedEvents)
    {
        Thread.Sleep(UncertainMs);
        File.Delete(CachePath);
        AssertCachedIsRight(expectedEvents);
    }

    private void AfterRest(Action change, int expectedEvents)
    {
        change();
        AssertCachedIsRight(expectedEvents);
        Settle(expectedEvents);
    }

    private void AfterChange(Action change, int expectedEvents)
    {
        change();
        AssertCachedIsRight(expectedEvents);
        // Small changes are not saved; this makes the next step start from what is there now.
        File.Delete(CachePath);
        AssertCachedIsRight(expectedEvents);
    }

    private ScanResult AssertCachedIsRight(int expectedEvents)
    {
        ScanResult plain = Scan(_home.Path, cached: false);
        ScanResult cached = Scan(_home.Path, cached: true);
        Assert.Equal(expectedEvents, Events(plain).Count);
        AssertSame(plain, cached);
        return cached;
    }

    private void ReplaceKeepingTime(string text)
    {
        DateTime time = File.GetLastWriteTimeUtc(LogPath);
        File.WriteAllText(LogPath, text);
        File.SetLastWriteTimeUtc(LogPath, time);
    }

    private string Lines(int count) => string.Concat(Enumerable.Range(0, count).Select(_ => Line(++_lastId)));

    private static string Line(int id) =>
        $$$$"""{"type":"assistant","cwd":"/w/app","sessionId":"s","timestamp":"2026-05-01T10:00:00.000Z","message":{"id":"msg_{{{{id:000000}}}}","model":"claude-opus-4-6","usage":{"input_tokens":7,"output_tokens":2}}}""" + "\n";

    private ScanResult Scan(string home, bool cached) => UsageScan.Run(Request(home) with { CacheFolder = cached ? _caches.Path : null });

    private static ScanRequest Request(string home) => new(HomeDirectory.At(home), SourceRegistry.All);

    private static List<UsageEvent> Events(ScanResult scan) => [.. scan.Sources.SelectMany(source => source.Events)];

    private static void AssertSame(ScanResult expected, ScanResult actual)
    {
        Assert.Equal(ScanText.Of(expected), ScanText.Of(actual));
    }
}
