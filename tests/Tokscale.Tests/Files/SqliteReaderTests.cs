using System.Diagnostics;
using System.Text;
using Microsoft.Data.Sqlite;
using Tokscale.Core.Files;
using Tokscale.Core.Scanning;
using Tokscale.Core.Sources;
using Tokscale.Core.Usage;
using Xunit;

namespace Tokscale.Tests.Files;

public sealed class SqliteReaderTests : IDisposable
{
    private const string Table = "CREATE TABLE calls(id TEXT, tokens)";

    private readonly TemporaryFolder _home = new();
    private readonly FileUsage _usage = new(new SourceFile(SourceRegistry.All[0], "calls.db", "", "", default));

    public void Dispose() => _home.Dispose();

    [Theory]
    [InlineData("calls.db")]
    [InlineData("what? #1 100% & é 日本.db")]
    [InlineData("a%20b;mode=rwc.db")]
    public void A_database_opens_whatever_its_path(string name)
    {
        string path = _home.WriteDatabase("fold er#?/" + name, Table, "INSERT INTO calls VALUES ('a', 7)");
        Assert.Equal(["a 7"], Read(path));
        Assert.Equal([Path.GetFileName(path)], FilesBeside(path));
        Assert.Empty(_usage.Problems);
    }

    [Fact]
    public void Rows_that_are_only_in_the_log_of_a_live_writer_are_seen()
    {
        string path = _home.WriteDatabase("calls.db", "PRAGMA journal_mode=WAL", Table);
        using SqliteConnection writer = DatabaseFile.Open(path);
        DatabaseFile.Run(writer, "PRAGMA wal_autocheckpoint=0", "INSERT INTO calls VALUES ('a', 1)");
        Assert.Equal(["a 1"], Read(path));
        DatabaseFile.Run(writer, "INSERT INTO calls VALUES ('b', 2)");
        Assert.Equal(["a 1", "b 2"], Read(path));
    }

    [Fact]
    public void A_log_left_behind_is_read_and_nothing_beside_it_changes()
    {
        string path = LeaveLogBehind();
        Dictionary<string, string> before = ContentBeside(path);
        Assert.Equal(["a 1", "b 2"], Read(path));
        Assert.Equal(before, ContentBeside(path));
    }

    [Fact]
    public void No_file_appears_beside_a_database_that_was_closed_in_order()
    {
        string path = _home.WriteDatabase("calls.db", "PRAGMA journal_mode=WAL", Table, "INSERT INTO calls VALUES ('a', 1)");
        Dictionary<string, string> before = ContentBeside(path);
        Assert.Equal(["a 1"], Read(path));
        Assert.Equal(before, ContentBeside(path));
    }

    [Fact]
    public void A_transaction_that_was_cut_off_is_not_counted()
    {
        string path = _home.WriteDatabase("calls.db", Table, "INSERT INTO calls VALUES ('a', 1)");
        string crashed = Path.Join(_home.Path, "crashed/calls.db");
        Directory.CreateDirectory(Path.GetDirectoryName(crashed)!);
        using (SqliteConnection writer = DatabaseFile.Open(path))
        {
            DatabaseFile.Run(writer, "PRAGMA cache_size=1", "PRAGMA cache_spill=1", "BEGIN IMMEDIATE",
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000) INSERT INTO calls SELECT 'x' || i, 5 FROM n");
            File.Copy(path, crashed);
            File.Copy(path + "-journal", crashed + "-journal");
        }
        Dictionary<string, string> before = ContentBeside(crashed);
        Assert.Equal(["a 1"], Read(crashed));
        Assert.Equal(before, ContentBeside(crashed));
    }

    [Fact]
    public void A_database_that_stays_locked_is_given_up_in_time_and_reported()
    {
        string path = _home.WriteDatabase("calls.db", Table);
        using SqliteConnection writer = DatabaseFile.Open(path);
        DatabaseFile.Run(writer, "PRAGMA locking_mode=EXCLUSIVE", "PRAGMA journal_mode=WAL", "INSERT INTO calls VALUES ('a', 1)");
        File.WriteAllBytes(path + "-shm", []); // As a program on another system leaves it: we have to ask for the lock.
        long start = Stopwatch.GetTimestamp();
        Assert.Empty(Read(path));
        Assert.InRange(Stopwatch.GetElapsedTime(start).TotalSeconds, 0, 3);
        Assert.Equal([ProblemKind.LockedDatabase], _usage.Problems.Select(problem => problem.Kind));
    }

    [Fact]
    public void What_is_no_database_is_reported()
    {
        string path = _home.Write("calls.db", string.Concat(Enumerable.Repeat("this is no database\n", 400)));
        Assert.Empty(Read(path));
        Assert.Equal([ProblemKind.UnreadableDatabase], _usage.Problems.Select(problem => problem.Kind));
    }

    [Fact]
    public void Rows_before_damage_are_kept_and_the_damage_is_reported()
    {
        string path = _home.WriteDatabase("calls.db", Table,
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000) INSERT INTO calls SELECT printf('%050d', i), 1 FROM n");
        using (FileStream file = File.OpenWrite(path))
        {
            file.Position = file.Length / 2 / 4096 * 4096;
            file.Write(new byte[4096]);
        }
        Assert.InRange(Read(path).Count, 1, 1999);
        Assert.Equal([ProblemKind.UnreadableDatabase], _usage.Problems.Select(problem => problem.Kind));
    }

    [Fact]
    public void An_empty_database_gives_nothing_and_no_alarm()
    {
        Assert.Null(Open(_home.Write("calls.db", string.Empty)));
        Assert.Null(Open(_home.WriteDatabase("made.db", "PRAGMA user_version=1")));
        Assert.Empty(_usage.Problems);
    }

    [Fact]
    public void A_table_or_column_that_is_missed_is_reported()
    {
        using SqliteReader reader = Open(_home.WriteDatabase("calls.db", Table))!;
        Assert.True(reader.Requires("calls", "id", "tokens"));
        Assert.True(reader.HasColumn("CALLS", "ID"));
        Assert.False(reader.Requires("calls", "cost"));
        Assert.False(reader.Requires("sessions"));
        Problem problem = Assert.Single(_usage.Problems);
        Assert.Equal((ProblemKind.UnreadableDatabase, 2, "table 'calls' has no column 'cost'"), (problem.Kind, problem.Count, problem.Detail));
    }

    [Fact]
    public void A_view_is_no_table()
    {
        string path = _home.WriteDatabase("calls.db",
            "CREATE VIEW calls AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i AS id, 1 AS tokens FROM n");
        Assert.Empty(Read(path));
        Assert.Equal([ProblemKind.UnreadableDatabase], _usage.Problems.Select(problem => problem.Kind));
    }

    [Fact]
    public void A_database_that_has_lost_its_tables_is_told_from_a_new_one()
    {
        Assert.Empty(Read(_home.WriteDatabase("new.db", "PRAGMA journal_mode=WAL")));
        Assert.Empty(_usage.Problems);
        Assert.Empty(Read(_home.WriteDatabase("emptied.db", Table, "DROP TABLE calls")));
        Assert.Equal(ProblemKind.UnreadableDatabase, Assert.Single(_usage.Problems).Kind);
    }

    [Fact]
    public void An_endless_query_ends()
    {
        using SqliteReader reader = Open(_home.WriteDatabase("calls.db", Table, "INSERT INTO calls VALUES ('a', 1)"))!;
        long start = Stopwatch.GetTimestamp();
        foreach (SqliteRow row in reader.Select("calls", ["id"],
            "WHERE (WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n) = 0")) Assert.Fail(row.ToString(0));
        Assert.InRange(Stopwatch.GetElapsedTime(start).TotalSeconds, 1, 8);
        Assert.Equal("a query took longer than 5 s", Assert.Single(_usage.Problems).Detail);
    }

    [Theory]
    [InlineData("7", 7L)]
    [InlineData("7.9", 7L)]
    [InlineData("'12'", 12L)]
    [InlineData("-0.5", 0L)]
    [InlineData("9007199254740991", 9007199254740991L)]
    [InlineData("NULL", null)]
    [InlineData("''", null)]
    public void Counts_are_taken_leniently(string value, long? expected)
    {
        using SqliteReader reader = Open(_home.WriteDatabase("calls.db", Table, $"INSERT INTO calls VALUES ('a', {value})"))!;
        var counts = new List<long?>();
        foreach (SqliteRow row in reader.Select("calls", ["tokens"])) counts.Add(row.Count(0));
        Assert.Equal([expected], counts);
        Assert.Empty(_usage.Problems);
    }

    [Theory]
    [InlineData("-3")]
    [InlineData("-1e300")]
    [InlineData("'x'")]
    [InlineData("X'31'")]
    [InlineData("9e999")]
    [InlineData("9007199254740992")]
    [InlineData("9223372036854775807")]
    public void What_cannot_be_a_count_is_refused_and_told(string value)
    {
        using SqliteReader reader = Open(_home.WriteDatabase("calls.db", Table, $"INSERT INTO calls VALUES ('a', {value})"))!;
        var counts = new List<long?>();
        foreach (SqliteRow row in reader.Select("calls", ["tokens"])) counts.Add(row.Count(0));
        Assert.Equal([null], counts);
        Assert.Equal(ProblemKind.RefusedNumber, Assert.Single(_usage.Problems).Kind);
    }

    [Theory]
    [InlineData("1773144000", 1773144000000L)]
    [InlineData("1773144000.25", 1773144000250L)]
    [InlineData("1773144000123", 1773144000123L)]
    [InlineData("'1773144000'", 1773144000000L)]
    [InlineData("'2026-03-10 12:00:00'", 1773144000000L)]
    [InlineData("'soon'", null)]
    [InlineData("0", null)]
    [InlineData("NULL", null)]
    public void Times_are_seconds_milliseconds_or_text(string value, long? expected)
    {
        using SqliteReader reader = Open(_home.WriteDatabase("calls.db", Table, $"INSERT INTO calls VALUES ('a', {value})"))!;
        foreach (SqliteRow row in reader.Select("calls", ["tokens"])) Assert.Equal(expected, row.TimeMs(0));
    }

    [Fact]
    public void Text_of_a_UTF_16_database_is_read_as_UTF_8()
    {
        string path = _home.WriteDatabase("calls.db", "PRAGMA encoding='UTF-16le'", Table, "INSERT INTO calls VALUES ('é日', 7)");
        Assert.Equal(["é日 7"], Read(path));
    }

    [Fact]
    public void A_column_that_a_table_lacks_reads_as_null()
    {
        using SqliteReader reader = Open(_home.WriteDatabase("calls.db", Table, "INSERT INTO calls VALUES ('a', 1)"))!;
        foreach (SqliteRow row in reader.Select("calls", ["cost", "id"]))
        {
            Assert.True(row.IsNull(0));
            Assert.True(row.Text(0).IsEmpty);
            Assert.Null(row.Money(0));
            Assert.Equal("a", row.ToString(1));
        }
    }

    [Fact]
    public void A_private_copy_is_removed_with_all_that_SQLite_put_beside_it()
    {
        SqliteCopy copy = SqliteCopy.Of(LeaveLogBehind());
        string folder = Path.GetDirectoryName(copy.Path)!;
        Assert.True(File.Exists(copy.Path + "-wal"));
        copy.Dispose();
        Assert.False(Directory.Exists(folder));
    }

    /// <summary>A database and its log as a killed program leaves them, without the shared memory.</summary>
    private string LeaveLogBehind()
    {
        string path = _home.WriteDatabase("live/calls.db", "PRAGMA journal_mode=WAL", Table, "INSERT INTO calls VALUES ('a', 1)");
        string left = Path.Join(_home.Path, "left/calls.db");
        Directory.CreateDirectory(Path.GetDirectoryName(left)!);
        using SqliteConnection writer = DatabaseFile.Open(path);
        DatabaseFile.Run(writer, "PRAGMA wal_autocheckpoint=0", "INSERT INTO calls VALUES ('b', 2)");
        File.Copy(path, left);
        File.Copy(path + "-wal", left + "-wal");
        return left;
    }

    private SqliteReader? Open(string path) => SqliteReader.TryOpen(path, new UsageSink(new NameTable(), _usage));

    private List<string> Read(string path)
    {
        var rows = new List<string>();
        using SqliteReader? reader = Open(path);
        if (reader is null || !reader.Requires("calls")) return rows;
        foreach (SqliteRow row in reader.Select("calls", ["id", "tokens"])) rows.Add($"{row.ToString(0)} {Encoding.UTF8.GetString(row.Text(1))}");
        return rows;
    }

    private static string[] FilesBeside(string path) =>
        [.. Directory.GetFiles(Path.GetDirectoryName(path)!).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    private static Dictionary<string, string> ContentBeside(string path) =>
        FilesBeside(path).ToDictionary(name => name, name => Convert.ToHexString(File.ReadAllBytes(Path.Join(Path.GetDirectoryName(path), name))));
}
