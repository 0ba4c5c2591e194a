using SQLitePCL;
using Tokscale.Core.Files;

namespace Tokscale.Core.Archiving;

/// <summary>A connection to an archive's SQLite file. Whatever goes wrong is an <see cref="ArchiveException"/>.</summary>
internal sealed class ArchiveConnection : IDisposable
{
    private readonly sqlite3 _database;

    private ArchiveConnection(sqlite3 database) => _database = database;

    /// <summary>Opens a file that exists.</summary>
    /// <param name="path">The file.</param>
    /// <param name="flags">SQLite's flags for opening.</param>
    /// <param name="busyWaitMs">How long to wait for a lock that another process holds.</param>
    public static ArchiveConnection Open(string path, int flags, int busyWaitMs)
    {
        SqliteLibrary.Load();
        int code = raw.sqlite3_open_v2(path, out sqlite3 database, flags, null);
        var connection = new ArchiveConnection(database);
        try
        {
            connection.Check(code);
            raw.sqlite3_extended_result_codes(database, 1);
            raw.sqlite3_busy_timeout(database, busyWaitMs);
            connection.Execute("PRAGMA trusted_schema=OFF; PRAGMA cell_size_check=ON; PRAGMA mmap_size=0; PRAGMA temp_store=MEMORY");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>The number that the last insertion gave its row.</summary>
    public long LastRowId => raw.sqlite3_last_insert_rowid(_database);

    /// <summary>Runs statements without results.</summary>
    public void Execute(string sql) => Check(raw.sqlite3_exec(_database, sql));

    /// <summary>Compiles one statement.</summary>
    public ArchiveStatement Prepare(string sql)
    {
        int code = raw.sqlite3_prepare_v2(_database, sql, out sqlite3_stmt statement);
        Check(code);
        return new ArchiveStatement(this, statement);
    }

    /// <summary>The first number of the first row of a query; 0 when it is null or there is none.</summary>
    public long Number(string sql)
    {
        using ArchiveStatement statement = Prepare(sql);
        return statement.Step() ? statement.Long(0) : 0;
    }

    /// <summary>Ends every statement after a time; nothing honest takes that long.</summary>
    public void Limit(TimeSpan time)
    {
        long end = Environment.TickCount64 + (long)time.TotalMilliseconds;
        raw.sqlite3_progress_handler(_database, StepsPerClockCheck, _ => Environment.TickCount64 > end ? 1 : 0, null);
    }

    public void Dispose() => _database.Dispose();

    /// <exception cref="ArchiveException">The code is an error.</exception>
    internal void Check(int code)
    {
        if (code is raw.SQLITE_OK or raw.SQLITE_ROW or raw.SQLITE_DONE) return;
        string reason = raw.sqlite3_errmsg(_database).utf8_to_string();
        throw new ArchiveException((code & PrimaryCodeMask) switch
        {
            raw.SQLITE_BUSY or raw.SQLITE_LOCKED => "is in use by another tokscale; try again in a moment",
            raw.SQLITE_NOTADB => "is no archive of tokscale",
            raw.SQLITE_CORRUPT => $"is damaged: {reason}",
            raw.SQLITE_FULL => "could not be written: the disk is full",
            raw.SQLITE_INTERRUPT => "is damaged or far too large: reading it took too long",
            raw.SQLITE_READONLY or raw.SQLITE_PERM or raw.SQLITE_CANTOPEN or raw.SQLITE_IOERR => $"could not be read or written: {reason}",
            _ => $"could not be used: {reason}",
        });
    }

    private const int PrimaryCodeMask = 0xFF;

    /// <summary>Steps of SQLite's machine between two looks at the clock: about a millisecond.</summary>
    private const int StepsPerClockCheck = 50_000;
}
