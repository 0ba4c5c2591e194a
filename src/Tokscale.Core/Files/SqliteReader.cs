using System.Diagnostics;
using SQLitePCL;
using Tokscale.Core.Scanning;
using Tokscale.Core.Sources;

namespace Tokscale.Core.Files;

/// <summary>
/// Reads another program's database, which may be in use, without changing it or leaving files beside it. What goes wrong
/// is reported to the sink and ends the query at hand; the rows before it stay.
/// <para>
/// All queries of one reader see the same moment. Text with JSON is read with <c>JsonCursor</c>, never by SQLite: there one
/// malformed row would end the query.
/// </para>
/// </summary>
public sealed class SqliteReader : IDisposable
{
    /// <summary>How long a database may stay locked before it is given up.</summary>
    private const int BusyWaitMs = 1500;

    /// <summary>A hostile schema can make a query endless; no honest one takes this long on a small database.</summary>
    private const int QueryMsMax = 5000;

    /// <summary>What a large database on a slow disk may take longer.</summary>
    private const long BytesPerFurtherMs = 50_000;

    /// <summary>Steps of SQLite's machine between two looks at the clock: about a millisecond.</summary>
    private const int StepsPerClockCheck = 50_000;

    private readonly sqlite3 _database;
    private readonly SqliteCopy? _copy;
    private readonly UsageSink _sink;
    private readonly int _queryMsMax;
    private readonly HashSet<string> _tables = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, HashSet<string>> _columns = new(StringComparer.OrdinalIgnoreCase);
    private long _queryStart;
    private bool _isEmpty = true;

    private SqliteReader(sqlite3 database, SqliteCopy? copy, long bytes, UsageSink sink)
    {
        (_database, _copy, _sink) = (database, copy, sink);
        _queryMsMax = (int)Math.Min(int.MaxValue, QueryMsMax + bytes / BytesPerFurtherMs);
        raw.sqlite3_busy_timeout(database, BusyWaitMs);
        raw.sqlite3_progress_handler(database, StepsPerClockCheck, _ => IsOverTime ? 1 : 0, null);
    }

    /// <summary>The database's text may be UTF-16, which SQLite has to convert on each read.</summary>
    internal bool IsUtf16 { get; private set; } = true;

    private bool IsOverTime => Stopwatch.GetElapsedTime(_queryStart).TotalMilliseconds > _queryMsMax;

    /// <summary>Opens a database.</summary>
    /// <returns>Null when it cannot be read, which has been reported, or has no tables yet.</returns>
    /// <exception cref="IOException">The file, or the copy that had to be made of it, cannot be read or written.</exception>
    /// <exception cref="UnauthorizedAccessException">We may not read the file.</exception>
    public static SqliteReader? TryOpen(string path, UsageSink sink)
    {
        SqliteLibrary.Load();
        // Both are part of the content: a row that is committed to the log leaves the database file as it was.
        bool hasWal = IsFilled(sink.DependOn(path + "-wal")), hasJournal = IsFilled(sink.DependOn(path + "-journal"));
        // A first reader would create the shared memory file and leave it behind.
        bool isAlone = hasWal && FileStatus.Of(path + "-shm").Kind == FileStatus.FileKind.Missing;
        if (!isAlone)
        {
            // Without a log beside it, the file is all there is. "Immutable" takes no locks and creates no files.
            string address = UriOf(path) + (hasWal || hasJournal ? "?mode=ro" : "?immutable=1");
            SqliteReader? reader = Open(address, raw.SQLITE_OPEN_READONLY | raw.SQLITE_OPEN_URI, null, path, sink, out bool needsWriting);
            bool isLockIgnored = !hasWal && !hasJournal && reader is not null;
            if (isLockIgnored && IsLockedForWriting(path)) sink.Report(ProblemKind.LockedDatabase, detail: "read as it was before");
            if (!needsWriting) return reader;
        }
        // SQLite has to write to read this one: to shared memory in a folder that we may not write to, or to undo a
        // transaction that was cut off. It may do that to a copy of our own.
        SqliteCopy copy = SqliteCopy.Of(path);
        return Open(copy.Path, raw.SQLITE_OPEN_READWRITE, copy, path, sink, out _);
    }

    /// <summary>True when the database has a table of that name; a view is none, since reading it can take for ever.</summary>
    public bool HasTable(string table) => _tables.Contains(table);

    /// <summary>True when the table exists and has the column.</summary>
    public bool HasColumn(string table, string column) => HasTable(table) && ColumnsOf(table).Contains(column);

    /// <summary>Says whether a table with these columns exists, and reports it when not: the program may have changed its format.</summary>
    public bool Requires(string table, params ReadOnlySpan<string> columns)
    {
        if (!HasTable(table))
        {
            _sink.Report(ProblemKind.UnreadableDatabase, detail: $"there is no table '{table}'");
            return false;
        }
        foreach (string column in columns)
        {
            if (HasColumn(table, column)) continue;
            _sink.Report(ProblemKind.UnreadableDatabase, detail: $"table '{table}' has no column '{column}'");
            return false;
        }
        return true;
    }

    /// <summary>Reads rows of a table, in the order in which they lie there.</summary>
    /// <param name="table">A table that exists.</param>
    /// <param name="columns">What rows shall hold; a column that the table lacks reads as null.</param>
    /// <param name="condition">SQL after the table's name, naming only columns that exist.</param>
    public SqliteRows Select(string table, ReadOnlySpan<string> columns, string condition = "")
    {
        var sql = new System.Text.StringBuilder("SELECT ");
        foreach (string column in columns)
        {
            if (sql.Length > "SELECT ".Length) sql.Append(", ");
            sql.Append(HasColumn(table, column) ? Quote(column) : "NULL");
        }
        return Query(sql.Append(" FROM ").Append(Quote(table)).Append(' ').Append(condition).ToString());
    }

    /// <summary>Size of the database's pages together.</summary>
    public long CountBytes()
    {
        long bytes = 1;
        foreach (string pragma in (ReadOnlySpan<string>)["PRAGMA page_count", "PRAGMA page_size"])
        {
            foreach (SqliteRow row in Query(pragma)) bytes *= row.Count(0) ?? 0;
        }
        return bytes;
    }

    public void Dispose()
    {
        _database.Dispose();
        _copy?.Dispose();
    }

    /// <summary>Counts a row whose content is no valid record.</summary>
    internal void ReportMalformed(in SqliteRow row) => _sink.Report(ProblemKind.MalformedRow, row.Number);

    internal void ReportRefused(in SqliteRow row) => _sink.Report(ProblemKind.RefusedNumber, row.Number);

    internal void ReportFailure(int code)
    {
        switch (code & PrimaryCodeMask)
        {
            case raw.SQLITE_BUSY or raw.SQLITE_LOCKED:
                raw.sqlite3_busy_timeout(_database, 0);
                _sink.Report(ProblemKind.LockedDatabase);
                break;
            case raw.SQLITE_INTERRUPT:
                _sink.Report(ProblemKind.UnreadableDatabase, detail: $"a query took longer than {_queryMsMax / 1000} s");
                break;
            default:
                _sink.Report(ProblemKind.UnreadableDatabase, detail: raw.sqlite3_errmsg(_database).utf8_to_string());
                break;
        }
    }

    private const int PrimaryCodeMask = 0xFF;

    private static SqliteReader? Open(string address, int flags, SqliteCopy? copy, string path, UsageSink sink, out bool needsWriting)
    {
        int code = raw.sqlite3_open_v2(address, out sqlite3 database, flags, null);
        var reader = new SqliteReader(database, copy, FileStatus.Of(path).Bytes, sink);
        if (code == raw.SQLITE_OK) code = reader.Begin();
        needsWriting = copy is null && (code & PrimaryCodeMask) is raw.SQLITE_CANTOPEN or raw.SQLITE_READONLY;
        if (code == raw.SQLITE_OK && !reader._isEmpty) return reader;
        if (code != raw.SQLITE_OK && !needsWriting) reader.ReportFailure(code);
        if (code == raw.SQLITE_OK && reader.HasLostTables()) sink.Report(ProblemKind.UnreadableDatabase, detail: "there are no tables, and there were");
        reader.Dispose();
        return null;
    }

    /// <summary>Of one without tables: a database that its program has just made has one page at most.</summary>
    private bool HasLostTables()
    {
        foreach (SqliteRow row in Query("PRAGMA page_count")) return row.Count(0) > 1;
        return false;
    }

    /// <summary>Starts the transaction in which everything is read, and lists the tables.</summary>
    private int Begin()
    {
        _queryStart = Stopwatch.GetTimestamp();
        int code = raw.sqlite3_exec(_database, "PRAGMA query_only=1; PRAGMA trusted_schema=0; PRAGMA mmap_size=0; PRAGMA cell_size_check=1; BEGIN");
        if (code != raw.SQLITE_OK) return code;
        SqliteRows entries = Query("SELECT name, type = 'table' AND rootpage > 0 FROM sqlite_master", isReported: false);
        foreach (SqliteRow row in entries)
        {
            _isEmpty = false;
            if (row.Count(1) == 1) _tables.Add(row.ToString(0));
        }
        if (entries.Code != raw.SQLITE_OK || _isEmpty) return entries.Code;
        foreach (SqliteRow row in Query("PRAGMA encoding")) IsUtf16 = row.Text(0).StartsWith("UTF-16"u8);
        return raw.SQLITE_OK;
    }

    /// <param name="sql">One statement.</param>
    /// <param name="isReported">False: the caller looks at <see cref="SqliteRows.Code"/> itself.</param>
    private SqliteRows Query(string sql, bool isReported = true)
    {
        _queryStart = Stopwatch.GetTimestamp();
        int code = raw.sqlite3_prepare_v2(_database, sql, out sqlite3_stmt statement);
        return new SqliteRows(this, statement, code, isReported);
    }

    private HashSet<string> ColumnsOf(string table)
    {
        if (_columns.TryGetValue(table, out HashSet<string>? known)) return known;
        var columns = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (SqliteRow row in Query($"PRAGMA table_info({Quote(table)})")) columns.Add(row.ToString(1));
        return _columns[table] = columns;
    }

    /// <summary>
    /// Asks for the lock that "immutable" passes over: a program that holds it may be half way through a change. Databases with
    /// a write-ahead log are not asked: their readers and writers do not disturb each other.
    /// </summary>
    private static bool IsLockedForWriting(string path)
    {
        Span<byte> version = stackalloc byte[1];
        using (Microsoft.Win32.SafeHandles.SafeFileHandle file = FileReader.Open(path))
        {
            if (RandomAccess.Read(file, version, WriteVersionOffset) == 0 || version[0] != RollbackJournalVersion) return false;
        }
        int code = raw.sqlite3_open_v2(UriOf(path) + "?mode=ro", out sqlite3 database, raw.SQLITE_OPEN_READONLY | raw.SQLITE_OPEN_URI, null);
        using (database)
        {
            if (code == raw.SQLITE_OK) code = raw.sqlite3_exec(database, "SELECT 1 FROM sqlite_master LIMIT 1");
            return (code & PrimaryCodeMask) == raw.SQLITE_BUSY;
        }
    }

    /// <summary>Where the file's header tells how it is written to; see the file format in SQLite's documentation.</summary>
    private const int WriteVersionOffset = 18;

    private const byte RollbackJournalVersion = 1;

    private static bool IsFilled(FileStatus status) => status is { Kind: FileStatus.FileKind.Regular, Bytes: > 0 };

    /// <summary>The path as a URI in which no character has a meaning of its own.</summary>
    private static string UriOf(string path)
    {
        string full = Path.GetFullPath(path).Replace(Path.DirectorySeparatorChar, '/');
        string escaped = string.Join('/', full.Split('/').Select(Uri.EscapeDataString));
        return escaped.StartsWith('/') ? "file://" + escaped : "file:///" + escaped;
    }

    private static string Quote(string name) => $"\"{name.Replace("\"", "\"\"")}\"";
}
