using System.Globalization;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Tokscale.Tests.EndToEnd.Faults;

/// <summary>Databases whose program is at work on them.</summary>
public sealed class DatabaseFaultTests : IDisposable
{
    private const string Place = ".local/share/opencode/opencode.db";
    private const string Table = "CREATE TABLE message(id TEXT PRIMARY KEY, session_id TEXT, time_created INTEGER, time_updated INTEGER, data TEXT)";

    private readonly FaultHome _home = new();
    private readonly TemporaryFolder _databases = new();

    public DatabaseFaultTests() => _home.Write("good.jsonl", callCount: 2);

    public void Dispose()
    {
        _home.Dispose();
        _databases.Dispose();
    }

    [Fact]
    public void A_locked_database_is_waited_for_a_moment_and_told()
    {
        Make(Insert(1));
        using SqliteConnection writer = Open();
        DatabaseFile.Run(writer, "BEGIN EXCLUSIVE", Insert(2));
        FaultHome.Count count = _home.Read();
        // A change that is half made must not be seen; what was there before need not be.
        Assert.InRange(count.Calls!.Value, 2, 3);
        Assert.Contains("locked", count.Error);
        Assert.InRange(count.Elapsed.TotalSeconds, 0, 4);
        DatabaseFile.Run(writer, "COMMIT");
        _home.AssertCounts(4);
    }

    [Fact]
    public async Task A_writer_at_work_is_never_disturbed()
    {
        Make("PRAGMA journal_mode=WAL");
        int written = 0;
        using var stop = new CancellationTokenSource();
        Task writing = Task.Run(() =>
        {
            using SqliteConnection writer = Open();
            DatabaseFile.Run(writer, "PRAGMA busy_timeout=0");
            while (!stop.IsCancellationRequested) DatabaseFile.Run(writer, Insert(Interlocked.Increment(ref written)));
        }, TestContext.Current.CancellationToken);
        long last = 0;
        for (int round = 0; round < SlowTests.Rounds(quick: 5, slow: 50); round++)
        {
            FaultHome.Count count = _home.Read();
            Assert.Equal((0, ""), (count.ExitCode, count.Error));
            Assert.InRange(count.Calls!.Value, last, Volatile.Read(ref written) + 2);
            last = count.Calls.Value;
        }
        await stop.CancelAsync();
        await writing; // Throws what the writer met.
        _home.AssertCounts(written + 2);
    }

    [Theory]
    [InlineData("no database at all, but a text that is long enough to be one")]
    [InlineData("SQLite format 3\0 and then nothing sensible")]
    public void What_is_no_database_is_told(string content)
    {
        File.WriteAllText(Directory.CreateDirectory(Path.GetDirectoryName(PathOfDatabase)!).FullName + "/opencode.db", content);
        _home.AssertCountsAndTells(2, "database");
    }

    [Fact]
    public void Damage_in_the_middle_costs_only_what_it_hit_and_is_told()
    {
        Make([.. Enumerable.Range(1, 400).Select(Insert)]);
        using (FileStream file = File.OpenWrite(PathOfDatabase))
        {
            file.Seek(file.Length / 2, SeekOrigin.Begin);
            file.Write(new byte[8192]);
        }
        FaultHome.Count count = _home.Read();
        Assert.Equal(0, count.ExitCode);
        Assert.InRange(count.Calls!.Value, 2, 401);
        Assert.Contains("database", count.Error);
    }

    private string PathOfDatabase => Path.Join(_home.Path, Place);

    private SqliteConnection Open() => DatabaseFile.Open(PathOfDatabase);

    private void Make(params string[] statements)
    {
        string path = _databases.WriteDatabase("opencode.db", [Table, .. statements]);
        Directory.CreateDirectory(Path.GetDirectoryName(PathOfDatabase)!);
        foreach (string file in Directory.GetFiles(_databases.Path)) File.Move(file, PathOfDatabase + file[path.Length..]);
    }

    // Calls at the same moment with the same counts would be copies of one.
    private static string Insert(int id) => string.Create(CultureInfo.InvariantCulture, $$$"""
        INSERT INTO message VALUES ('m{{{id}}}', 's', 1777629600000, 1777629600000, '{"role":"assistant","modelID":"big-pickle","providerID":"opencode",
        "tokens":{"input":1000,"output":100,"reasoning":0,"cache":{"read":0,"write":0}},"time":{"created":{{{1777629600000 + id}}},"completed":{{{1777629601000 + id}}} } }')
        """);
}
