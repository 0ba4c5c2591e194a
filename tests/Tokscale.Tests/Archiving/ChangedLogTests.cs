using Microsoft.Data.Sqlite;
using Tokscale.Core.Archiving;
using Xunit;

namespace Tokscale.Tests.Archiving;

/// <summary>Logs that grow, shrink, move or come back after they were archived: each call counts once, and none is lost.</summary>
public sealed class ChangedLogTests : IDisposable
{
    private const string Log = ".claude/projects/p/s1.jsonl";
    private const string Database = ".local/share/opencode/opencode.db";

    private readonly TemporaryFolder _folder = new();
    private int _lastId;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_log_that_grows_is_archived_again_and_nothing_counts_twice()
    {
        using ArchivedHome home = Home("claude");
        _folder.Write(Log, Lines(3));
        ArchiveSourceChange first = Assert.Single(home.Update());
        File.AppendAllText(PathOf(Log), Lines(2));
        ArchiveSourceChange second = Assert.Single(home.Update());

        Assert.Equal((1, 0, 3L, 27L), (first.NewLogs, first.ChangedLogs, first.After.Calls, first.After.Tokens));
        Assert.Equal((0, 1, 5L, 45L), (second.NewLogs, second.ChangedLogs, second.After.Calls, second.After.Tokens));
        Assert.Equal(5, home.Calls().Length);
        File.Delete(PathOf(Log));
        Assert.Equal(5, home.Calls().Length);
    }

    [Fact]
    public void An_update_without_news_writes_nothing()
    {
        using ArchivedHome home = Home("claude");
        _folder.Write(Log, Lines(3));
        home.Update();
        Thread.Sleep(2_100); // The first update could not rely on times as young as these.
        home.Update();
        byte[] before = File.ReadAllBytes(home.Archive);

        ArchiveSourceChange change = Assert.Single(home.Update());

        Assert.Equal((0, 0), (change.NewLogs, change.ChangedLogs));
        Assert.Equal(before, File.ReadAllBytes(home.Archive));
    }

    [Fact]
    public void Calls_that_a_rewritten_log_lost_are_kept_before_and_after_the_next_update()
    {
        using ArchivedHome home = Home("claude");
        string first = Lines(3), second = Lines(2);
        _folder.Write(Log, first + second);
        home.Update();

        _folder.Write(Log, second + Lines(1));
        Assert.Equal(6, home.Calls().Length);
        home.Update();
        Assert.Equal(6, home.Calls().Length);
        _folder.Write(Log, Lines(1));
        home.Update();
        Assert.Equal(7, home.Calls().Length);
        File.Delete(PathOf(Log));
        Assert.Equal(7, home.Calls().Length);
    }

    [Fact]
    public void Calls_that_come_back_count_once()
    {
        using ArchivedHome home = Home("claude");
        string text = Lines(4);
        _folder.Write(Log, text);
        home.Update();
        _folder.Write(Log, text[..(text.IndexOf('\n') + 1)]);
        home.Update();
        _folder.Write(Log, text);
        Assert.Equal(4, home.Calls().Length);
        home.Update();
        Assert.Equal(4, home.Calls().Length);
    }

    [Fact]
    public void A_log_that_was_emptied_keeps_its_calls()
    {
        using ArchivedHome home = Home("claude");
        _folder.Write(Log, Lines(4));
        home.Update();
        _folder.Write(Log, "{}\n");
        Assert.Equal(4, home.Calls().Length);
        home.Update();
        Assert.Equal(4, home.Calls().Length);
    }

    [Fact]
    public void A_document_that_is_half_written_does_not_replace_what_was_archived()
    {
        using Fixture fixture = Fixture.Lay("zerostack/sessions");
        using var home = new ArchivedHome(fixture.Home, "zerostack");
        string[] before = home.Calls();
        home.Update();
        foreach (string log in home.Logs()) File.WriteAllText(log, File.ReadAllText(log)[..(int)(new FileInfo(log).Length / 2)]);

        Assert.Equal(before, home.Calls());
        home.Update();
        Assert.Equal(before, home.Calls());
    }

    [Theory]
    [InlineData("claude", ".claude/projects/p/s1.jsonl", ".claude/projects/other/s2.jsonl")]
    [InlineData("reasonix", ".reasonix/stats/2026-05-01.jsonl", ".reasonix/stats/old/2026-05-01.jsonl")]
    public void A_log_that_moved_counts_once_with_or_without_ids_of_calls(string source, string from, string to)
    {
        using ArchivedHome home = Home(source);
        string line = source == "claude" ? Lines(2) : """
            {"ts":"2026-05-01T10:00:00Z","model":"deepseek-chat","prompt":10,"completion":2}
            {"ts":"2026-05-01T10:00:05Z","model":"deepseek-chat","prompt":11,"completion":3}

            """;
        _folder.Write(from, line);
        home.Update();
        int before = home.Calls().Length;
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(to))!);
        File.Move(PathOf(from), PathOf(to));

        Assert.Equal((2, 2), (before, home.Calls().Length));
        home.Update();
        Assert.Equal(2, home.Calls().Length);
        File.Delete(PathOf(to));
        Assert.Equal(2, home.Calls().Length);
    }

    [Theory]
    [InlineData(0)] // Within one tick of the file system's clock.
    [InlineData(60)]
    public void A_session_that_was_moved_after_it_went_on_counts_whole(int secondsLater)
    {
        DateTime archived = DateTime.UtcNow.AddHours(-1);
        using Fixture fixture = Fixture.Lay("codex/normal");
        using var home = new ArchivedHome(fixture.Home, "codex");
        string[] whole = home.Calls();
        string log = home.Logs().MaxBy(path => new FileInfo(path).Length)!, text = File.ReadAllText(log);
        string[] lines = text.Split('\n');
        File.WriteAllText(log, string.Join('\n', lines[..(lines.Length * 2 / 3)]) + "\n");
        File.SetLastWriteTimeUtc(log, archived);
        home.Update();
        int part = home.Calls().Length;

        string moved = Path.Join(fixture.Home, ".codex", "archived_sessions", Path.GetFileName(log));
        Directory.CreateDirectory(Path.GetDirectoryName(moved)!);
        File.Delete(log);
        File.WriteAllText(moved, text);
        File.SetLastWriteTimeUtc(moved, archived.AddSeconds(secondsLater));

        Assert.InRange(part, 1, whole.Length - 1);
        Assert.Equal(whole, home.Calls());
        home.Update();
        File.Delete(moved);
        Assert.Equal(whole, home.Calls());
    }

    [Fact]
    public void Rows_deleted_from_a_database_are_kept_and_a_changed_row_counts_as_it_is_now()
    {
        using ArchivedHome home = Home("opencode");
        _folder.WriteDatabase(Database, "CREATE TABLE session (id TEXT, directory TEXT)", "CREATE TABLE message (id TEXT, session_id TEXT, data TEXT)");
        Run(Insert("m1", 5), Insert("m2", 6), Insert("m3", 7));
        home.Update();
        Assert.Equal(18, Input(home));

        Run("DELETE FROM message WHERE id = 'm1'", "DELETE FROM message WHERE id = 'm2'", Insert("m2", 60), Insert("m4", 8));
        Assert.Equal(5 + 60 + 7 + 8, Input(home));
        home.Update();
        Assert.Equal(5 + 60 + 7 + 8, Input(home));
        File.Delete(PathOf(Database));
        Assert.Equal(5 + 60 + 7 + 8, Input(home));
    }

    [Fact]
    public void Rows_deleted_in_a_databases_own_log_are_kept_too()
    {
        using ArchivedHome home = Home("opencode");
        _folder.WriteDatabase(
            Database, "PRAGMA journal_mode=wal", "CREATE TABLE session (id TEXT, directory TEXT)",
            "CREATE TABLE message (id TEXT, session_id TEXT, data TEXT)", Insert("m1", 5), Insert("m2", 6));
        Thread.Sleep(2_100); // From now on, the file counts as unchanged.
        home.Update();
        using SqliteConnection agent = DatabaseFile.Open(PathOf(Database));
        DatabaseFile.Run(agent, "PRAGMA wal_autocheckpoint=0", "DELETE FROM message WHERE id = 'm1'");

        Assert.Equal(11, Input(home));
        home.Update();
        Assert.Equal(11, Input(home));
    }

    [Fact]
    public void A_file_that_is_no_log_for_this_build_counts_no_more_while_it_is_there()
    {
        using ArchivedHome home = Home("claude");
        const string OtherFile = ".claude/projects/p/s1.meta.json";
        _folder.Write(Log, Lines(3));
        home.Update();
        using (SqliteConnection archive = DatabaseFile.Open(home.Archive))
        {
            DatabaseFile.Run(archive, "UPDATE log SET path = replace(path, '.jsonl', '.meta.json'), relative_path = 'p/s1.meta.json'");
        }
        _folder.Write(Log, Lines(2));

        Assert.Equal(5, home.Calls().Length);
        _folder.Write(OtherFile, "{}");
        Assert.Equal(2, home.Calls().Length);
        ArchiveSourceChange change = Assert.Single(home.Update());
        Assert.Equal((1, 1, 2L), (change.NewLogs, change.ChangedLogs, change.After.Calls));
        File.Delete(PathOf(OtherFile));
        File.Delete(PathOf(Log));
        Assert.Equal(2, home.Calls().Length);
    }

    [Fact]
    public void A_document_that_is_rewritten_whole_counts_as_it_is_now()
    {
        using Fixture fixture = Fixture.Lay("zerostack/sessions");
        using var archived = new ArchivedHome(fixture.Home, "zerostack");
        string[] before = archived.Calls();
        archived.Update();
        string log = archived.Logs()[0];
        File.WriteAllText(log, File.ReadAllText(log).Replace("\"total_input_tokens\":", "\"total_input_tokens\":1"));

        Assert.Equal(before.Length, archived.Calls().Length);
        archived.Update();
        Assert.Equal(before.Length, archived.Calls().Length);
    }

    [Fact]
    public void The_cache_never_hides_a_change_of_the_archive()
    {
        using ArchivedHome home = Home("claude");
        _folder.Write(Log, Lines(3));
        home.Update();
        File.Delete(PathOf(Log));
        Assert.Equal(3, CachedCount(home));
        _folder.Write(Log.Replace("s1", "s2"), Lines(2));
        Thread.Sleep(2_100); // So that scans are remembered.
        Assert.Equal(5, CachedCount(home));
        Assert.Equal(5, CachedCount(home));
        home.Update();
        File.Delete(PathOf(Log.Replace("s1", "s2")));
        Assert.Equal(5, CachedCount(home));
        File.Delete(home.Archive);
        Assert.Equal(0, CachedCount(home));
    }

    [Fact]
    public void The_status_tells_what_only_the_archive_has_and_what_it_lacks()
    {
        using ArchivedHome home = Home("claude", "codex");
        _folder.Write(Log, Lines(3));
        _folder.Write(Log.Replace("s1", "s2"), Lines(2));
        home.Update();
        File.Delete(PathOf(Log));
        File.AppendAllText(PathOf(Log.Replace("s1", "s2")), Lines(1));

        ArchiveStatus status = home.Status();

        ArchiveSourceStatus source = Assert.Single(status.Sources);
        Assert.Equal(("claude", 2, 1, 5L, 3L, 1L), (source.SourceId, source.LogCount, source.GoneLogCount, source.Saved.Calls, source.CallsOnlyHere, source.CallsNotSaved));
        Assert.Equal(("here", true, 2), (Assert.Single(status.Machines).Name, status.Machines[0].IsOwn, status.Machines[0].LogCount));
    }

    [Fact]
    public void Only_the_owner_may_read_the_archive()
    {
        if (OperatingSystem.IsWindows()) return;
        using ArchivedHome home = Home("claude");
        _folder.Write(Log, Lines(1));
        home.Update();
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(home.Archive));
        Assert.Equal([home.Archive], Directory.GetFiles(Path.GetDirectoryName(home.Archive)!));
    }

    private ArchivedHome Home(params string[] sources) => new(_folder.Path, sources);

    private string PathOf(string relative) => Path.Join(_folder.Path, relative);

    private static int CachedCount(ArchivedHome home) => ArchivedHome.CallsOf(home.ScanCached()).Length;

    private static long Input(ArchivedHome home) => home.Scan().Sources[0].Events.Sum(call => call.Tokens.Input);

    private void Run(params string[] statements) => _folder.WriteDatabase(Database, statements);

    private static string Insert(string id, int input) =>
        $"INSERT INTO message VALUES ('{id}', 's1', '{Message(id, input)}')";

    private static string Message(string id, int input) =>
        $$$"""{"role":"assistant","modelID":"m","providerID":"p","time":{"created":17776296{{{id[1]}}}0000},"tokens":{"input":{{{input}}},"output":1}}""";

    private string Lines(int count) => string.Concat(Enumerable.Range(0, count).Select(_ => Line(++_lastId)));

    private static string Line(int id) =>
        $$$"""{"type":"assistant","timestamp":"2026-05-01T10:00:{{{id:00}}}Z","requestId":"r{{{id}}}","message":{"id":"msg_{{{id}}}","model":"claude-opus-4-6","usage":{"input_tokens":7,"output_tokens":2} } }"""
        + "\n";
}
