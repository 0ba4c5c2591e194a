using Microsoft.Data.Sqlite;
using Tokscale.Core.Archiving;
using Xunit;

namespace Tokscale.Tests.Archiving;

/// <summary>Archives of several machines become one history, in any order and any number of times.</summary>
public sealed class ArchiveMergeTests : IDisposable
{
    private const string Log = ".claude/projects/p/s1.jsonl";

    private readonly TemporaryFolder _here = new(), _there = new(), _exports = new();
    private readonly ArchivedHome _own, _other;

    public ArchiveMergeTests() => (_own, _other) = (new ArchivedHome(_here.Path, "claude"), new ArchivedHome(_there.Path, "claude"));

    public static TheoryData<string, string> HostileChanges() => new()
    {
        { "UPDATE log SET path = '../../etc/passwd'", "impossible name" },
        { "UPDATE log SET path = '/home/../x'", "impossible name" },
        { "UPDATE log SET relative_path = 'a/../../b'", "impossible name" },
        { "UPDATE log SET source = 'Cl/../aude'", "impossible name" },
        { "UPDATE log SET bytes = -5", "impossible numbers" },
        { "UPDATE log SET read_at_ms = -5", "impossible numbers" },
        { "UPDATE log SET row_count = -1", "out of range" },
        { "UPDATE log SET row_count = 1e308", "wrong kind" },
        { "UPDATE log SET row_count = 9223372036854775807", "out of range" },
        { "UPDATE log SET row_count = 4", "not what was written" },
        { "UPDATE log SET machine = 'x'", "unknown machine" },
        { "UPDATE machine SET id = 'x'", "has a machine" },
        { "DELETE FROM machine", "which machine" },
        { "UPDATE log_rows SET content = x'01'", "not what was written" },
        { "UPDATE log_rows SET content = 7", "wrong kind" },
        { "UPDATE log_rows SET content = zeroblob(1000)", "not what was written" },
        { "DELETE FROM log_rows", "not what was written" },
        { "CREATE TRIGGER t AFTER INSERT ON log BEGIN DELETE FROM log; END", "tables are others" },
        { "CREATE VIEW v AS SELECT 1", "tables are others" },
        { "DROP TABLE total", "tables are others" },
        { "PRAGMA user_version = 99", "newer tokscale" },
        { "PRAGMA application_id = 1", "no archive of tokscale" },
        { "PRAGMA journal_mode = WAL", "no archive of tokscale" },
    };

    public void Dispose()
    {
        _own.Dispose();
        _other.Dispose();
        _here.Dispose();
        _there.Dispose();
        _exports.Dispose();
    }

    [Fact]
    public void Two_machines_with_logs_of_the_same_path_are_counted_both()
    {
        _here.Write(Log, Lines(1, 2));
        _there.Write(Log, Lines(3, 5));
        _own.Update();
        _other.Update();

        ArchiveSourceChange change = Assert.Single(_own.Merge(_other.Archive));

        Assert.Equal((1, 0, 2L, 5L), (change.NewLogs, change.ChangedLogs, change.Before.Calls, change.After.Calls));
        Assert.Equal(5, _own.Calls().Length);
        Assert.Equal(2, _own.Status().Machines.Count);
    }

    [Fact]
    public void Merging_again_changes_nothing_and_merging_both_ways_gives_the_same()
    {
        _here.Write(Log, Lines(1, 2));
        _there.Write(Log, Lines(2, 5)); // A session that both machines have a part of.
        _own.Update();
        _other.Update();
        _own.Merge(_other.Archive);
        string[] calls = _own.Calls();

        Assert.Equal((0, 0), Changes(_own.Merge(_other.Archive)));
        Assert.Equal((0, 0), Changes(_own.Merge(_own.Archive)));
        _other.Merge(_own.Archive);
        Assert.Equal(5, calls.Length);
        Assert.Equal(calls, _other.Calls());
        Assert.Equal((0, 0), Changes(_own.Merge(_other.Archive)));
    }

    [Fact]
    public void A_shared_session_without_ids_of_calls_counts_once()
    {
        using var own = new ArchivedHome(_here.Path, "reasonix");
        using var other = new ArchivedHome(_there.Path, "reasonix");
        string line = """{"ts":"2026-05-01T10:00:00Z","model":"deepseek-chat","prompt":10,"completion":2}""" + "\n";
        _here.Write(".reasonix/stats/2026-05-01.jsonl", line);
        _there.Write(".reasonix/stats/2026-05-01.jsonl", line + line.Replace("10:00", "11:00"));
        own.Update();
        other.Update();

        own.Merge(other.Archive);
        other.Merge(own.Archive);

        Assert.Equal(2, own.Calls().Length);
        Assert.Equal(own.Calls(), other.Calls());
    }

    [Fact]
    public void An_older_backup_brings_back_what_is_gone_and_takes_nothing_away()
    {
        _here.Write(Log, Lines(1, 4));
        _own.Update();
        string backup = Path.Join(_exports.Path, "backup.db");
        ArchiveCopy.Write(_own.Archive, backup);
        File.Delete(_own.Archive);
        _here.Write(Log, Lines(3, 6));
        _own.Update();

        _own.Merge(backup);
        Assert.Equal(6, _own.Calls().Length);
        _own.Merge(backup);
        _own.Update();
        Assert.Equal(6, _own.Calls().Length);
    }

    [Fact]
    public void An_older_state_of_the_same_archive_adds_nothing_but_what_was_lost()
    {
        _here.Write(Log, Lines(1, 4));
        _own.Update();
        string backup = Path.Join(_exports.Path, "backup.db");
        ArchiveCopy.Write(_own.Archive, backup);
        File.AppendAllText(Path.Join(_here.Path, Log), Lines(5, 6));
        _own.Update();

        _own.Merge(backup);

        Assert.Equal(6, _own.Calls().Length);
        Assert.Equal((0, 0), Changes(_own.Merge(backup)));
    }

    [Theory, MemberData(nameof(HostileChanges))]
    public void A_hostile_archive_is_refused_whole(string statement, string reason)
    {
        _here.Write(Log, Lines(1, 2));
        _there.Write(Log, Lines(3, 5));
        _own.Update();
        _other.Update();
        string file = Export(_other);
        using (SqliteConnection connection = DatabaseFile.Open(file)) DatabaseFile.Run(connection, statement);
        byte[] before = File.ReadAllBytes(_own.Archive);

        var error = Assert.Throws<ForeignArchiveException>(() => _own.Merge(file));

        Assert.Contains(reason, error.Message);
        Assert.Equal(before, File.ReadAllBytes(_own.Archive));
        Assert.Equal([file], Directory.GetFiles(_exports.Path).Where(path => !path.EndsWith("-wal") && !path.EndsWith("-shm")));
    }

    [Fact]
    public void Damaged_files_are_refused_and_the_own_archive_stays_as_it_was()
    {
        _here.Write(Log, Lines(1, 2));
        _there.Write(Log, Lines(3, 60));
        _own.Update();
        _other.Update();
        byte[] good = File.ReadAllBytes(Export(_other)), before = File.ReadAllBytes(_own.Archive);
        string[] calls = _own.Calls();
        var random = new Random(7);
        string file = Path.Join(_exports.Path, "damaged.db");
        for (int round = 0; round < 300; round++)
        {
            byte[] bad = good.ToArray();
            if (round % 4 == 0) bad = bad[..random.Next(bad.Length)];
            else
                for (int change = 0; change < 1 + round % 20; change++) bad[random.Next(bad.Length)] ^= (byte)(1 << random.Next(8));
            File.WriteAllBytes(file, bad);
            try
            {
                _own.Merge(file);
                // Some changes hit unused bytes or names; the copy is then merged, and that is undone for the next round.
                File.WriteAllBytes(_own.Archive, before);
            }
            catch (ForeignArchiveException)
            {
                Assert.Equal(before, File.ReadAllBytes(_own.Archive));
            }
        }
        Assert.Equal(calls, _own.Calls());
    }

    [Theory]
    [InlineData("")]
    [InlineData("no database")]
    public void What_is_no_archive_is_refused(string content)
    {
        string file = _exports.Write("x.db", content);
        Assert.Throws<ForeignArchiveException>(() => _own.Merge(file));
        Assert.Throws<ForeignArchiveException>(() => _own.Merge(_exports.Path));
        Assert.Throws<ForeignArchiveException>(() => _own.Merge(file + "-missing"));
    }

    private string Export(ArchivedHome home)
    {
        string file = Path.Join(_exports.Path, "export.db");
        ArchiveCopy.Write(home.Archive, file);
        return file;
    }

    private static (int, int) Changes(IReadOnlyList<ArchiveSourceChange> changes) =>
        (changes.Sum(change => change.NewLogs), changes.Sum(change => change.ChangedLogs));

    private static string Lines(int from, int to) => string.Concat(Enumerable.Range(from, to - from + 1).Select(id =>
        $$$"""{"type":"assistant","timestamp":"2026-05-01T10:00:{{{id % 60:00}}}Z","sessionId":"s","requestId":"r{{{id}}}","message":{"id":"msg_{{{id}}}","model":"claude-opus-4-6","usage":{"input_tokens":{{{id}}},"output_tokens":2} } }"""
        + "\n"));
}
