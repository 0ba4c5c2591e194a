using Tokscale.Core.Usage;

namespace Tokscale.Core.Archiving;

/// <summary>
/// An archive, within one transaction: what is written is saved by <see cref="Commit"/> or not at all, whatever happens to the
/// process or the machine. Why SQLite, and which settings: docs/decisions/archive.md.
/// </summary>
internal sealed class ArchiveDatabase : IDisposable
{
    private const string Columns =
        "id, machine, source, path, root, relative_path, session, parent_session, bytes, modified_ns, prefix_hash, is_database,"
        + " file_state, state, missing_count, reader, read_at_ms, copies_left_out, row_count, row_checksum, lost_count,"
        + " lost_checksum, first_ms, last_ms";

    private readonly ArchiveConnection _connection;
    private ArchiveStatement? _rows, _lostRows;

    /// <param name="connection">The archive, in a transaction; it is closed with this.</param>
    /// <exception cref="ArchiveException">It is damaged.</exception>
    public ArchiveDatabase(ArchiveConnection connection)
    {
        _connection = connection;
        using ArchiveStatement own = connection.Prepare("SELECT id FROM machine WHERE is_own = 1");
        if (!own.Step()) throw new ArchiveException("is damaged: it does not say which machine it is from");
        Machine = own.Text(0);
    }

    /// <summary>The id of the machine that the archive was made on.</summary>
    public string Machine { get; }

    /// <summary>All logs of all machines, by source, machine and path.</summary>
    public List<ArchivedLog> ReadLogs()
    {
        using ArchiveStatement query = _connection.Prepare($"SELECT {Columns} FROM log ORDER BY source, machine, path");
        var logs = new List<ArchivedLog>();
        while (query.Step()) logs.Add(LogOf(query));
        return logs;
    }

    /// <summary>The logs of each source, in any order.</summary>
    public Dictionary<string, List<LogPlace>> ReadPlaces()
    {
        using ArchiveStatement query = _connection.Prepare(
            "SELECT source, machine = ?, path, lost_count > 0, is_database, file_state FROM log");
        query.Bind(Machine);
        var places = new Dictionary<string, List<LogPlace>>(StringComparer.Ordinal);
        List<LogPlace> ofSource = [];
        string source = "";
        while (query.Step())
        {
            if (query.Text(0) is var next && next != source)
            {
                source = next;
                if (!places.TryGetValue(source, out ofSource!)) places.Add(source, ofSource = []);
            }
            ofSource.Add(new LogPlace(query.Long(1) == 1, query.Text(2), query.Long(3) == 1, query.Long(4) == 1, query.Long(5)));
        }
        return places;
    }

    /// <summary>The rows of a log that were in it when it was read last.</summary>
    /// <exception cref="ArchiveException">They are damaged.</exception>
    public UsageRow[] ReadRows(ArchivedLog log, NameTable names) =>
        ReadRows(_rows ??= _connection.Prepare("SELECT content FROM log_rows WHERE log = ?"), log, log.RowCount, log.RowChecksum, names);

    /// <summary>The rows of a log that were in it once.</summary>
    /// <exception cref="ArchiveException">They are damaged.</exception>
    public UsageRow[] ReadLostRows(ArchivedLog log, NameTable names) =>
        ReadRows(
            _lostRows ??= _connection.Prepare("SELECT content FROM lost_rows WHERE log = ?"), log, log.LostCount, log.LostChecksum, names);

    /// <summary>Saves a log with its rows in place of what was known of it.</summary>
    /// <param name="log">The log; counts and checksums are taken from the rows.</param>
    /// <param name="rows">Null: they stay as they are.</param>
    /// <param name="lostRows">Null: they stay as they are.</param>
    public void Write(ArchivedLog log, RowBlob? rows, RowBlob? lostRows)
    {
        if (rows is { } now) log = log with { RowCount = now.Count, RowChecksum = now.Checksum };
        if (lostRows is { } lost) log = log with { LostCount = lost.Count, LostChecksum = lost.Checksum };
        using ArchiveStatement insert = _connection.Prepare(
            $"INSERT OR REPLACE INTO log ({Columns}) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)");
        insert.Bind(log.Id == 0 ? null : log.Id).Bind(log.Machine).Bind(log.SourceId).Bind(log.Path).Bind(log.Root).Bind(log.RelativePath)
            .Bind(log.Session).Bind(log.ParentSession).Bind(log.Bytes).Bind(log.ModifiedNs).Bind(log.PrefixHash)
            .Bind(log.IsDatabase ? 1 : 0).Bind(log.FileState).Bind(log.State).Bind(log.MissingCount).Bind(log.Reader).Bind(log.ReadAtMs)
            .Bind(log.CopiesLeftOut).Bind(log.RowCount).Bind(log.RowChecksum).Bind(log.LostCount).Bind(log.LostChecksum)
            .Bind(log.FirstMs).Bind(log.LastMs).Run();
        long id = log.Id == 0 ? _connection.LastRowId : log.Id;
        if (rows is { } newRows) WriteRows("log_rows", id, newRows);
        if (lostRows is { } newLost) WriteRows("lost_rows", id, newLost);
    }

    /// <summary>Removes a log with its rows.</summary>
    public void Remove(ArchivedLog log)
    {
        foreach (string delete in (string[])
            ["DELETE FROM log WHERE id = ?", "DELETE FROM log_rows WHERE log = ?", "DELETE FROM lost_rows WHERE log = ?"])
        {
            using ArchiveStatement statement = _connection.Prepare(delete);
            statement.Bind(log.Id).Run();
        }
    }

    /// <summary>The machines, the archive's own first.</summary>
    public List<ArchiveMachine> ReadMachines()
    {
        using ArchiveStatement query = _connection.Prepare(
            "SELECT id, name, is_own, (SELECT count(*) FROM log WHERE machine = machine.id), updated_ms FROM machine"
            + " ORDER BY is_own DESC, name, id");
        var machines = new List<ArchiveMachine>();
        while (query.Step())
            machines.Add(new ArchiveMachine(query.Text(0), query.TextOrNull(1), query.Long(2) == 1, (int)query.Long(3), query.Long(4)));
        return machines;
    }

    /// <summary>Adds another machine, or notes that its archive has been updated later.</summary>
    public void WriteMachine(ArchiveMachine machine)
    {
        using ArchiveStatement insert = _connection.Prepare(
            "INSERT INTO machine VALUES (?, ?, 0, ?) ON CONFLICT (id) DO UPDATE SET updated_ms = max(updated_ms, excluded.updated_ms)");
        insert.Bind(machine.Id).Bind(machine.Name).Bind(machine.UpdatedMs).Run();
    }

    /// <summary>Notes an update of the archive's own machine.</summary>
    public void NoteUpdate(long nowMs)
    {
        using ArchiveStatement update = _connection.Prepare("UPDATE machine SET updated_ms = max(updated_ms, ?) WHERE is_own = 1");
        update.Bind(nowMs).Run();
    }

    /// <summary>The totals by source, as of the last change of its logs.</summary>
    public Dictionary<string, ArchiveTotal> ReadTotals()
    {
        using ArchiveStatement query = _connection.Prepare("SELECT source, calls, tokens, first_ms, last_ms FROM total");
        var totals = new Dictionary<string, ArchiveTotal>(StringComparer.Ordinal);
        while (query.Step())
            totals.Add(query.Text(0), new ArchiveTotal(query.Long(1), query.Long(2), query.LongOrNull(3), query.LongOrNull(4)));
        return totals;
    }

    public void WriteTotal(string sourceId, ArchiveTotal total)
    {
        using ArchiveStatement insert = _connection.Prepare("INSERT OR REPLACE INTO total VALUES (?, ?, ?, ?, ?)");
        insert.Bind(sourceId).Bind(total.Calls).Bind(total.Tokens).Bind(total.FirstMs).Bind(total.LastMs).Run();
    }

    /// <summary>Saves everything. When this returns, it survives a power loss.</summary>
    /// <exception cref="ArchiveException">Nothing was saved.</exception>
    public void Commit()
    {
        EndQueries();
        _connection.Execute("COMMIT");
    }

    /// <summary>Writes a copy to a new file.</summary>
    /// <exception cref="ArchiveException">It cannot be written.</exception>
    public void CopyTo(string path)
    {
        EndQueries();
        // VACUUM has a transaction of its own, which sees one moment too.
        _connection.Execute("COMMIT; PRAGMA query_only=OFF");
        using ArchiveStatement copy = _connection.Prepare("VACUUM INTO ?");
        copy.Bind(path).Run();
    }

    public void Dispose()
    {
        EndQueries();
        _connection.Dispose();
    }

    private static ArchivedLog LogOf(ArchiveStatement row) => new()
    {
        Id = row.Long(0),
        Machine = row.Text(1),
        SourceId = row.Text(2),
        Path = row.Text(3),
        Root = row.Text(4),
        RelativePath = row.Text(5),
        Session = row.TextOrNull(6),
        ParentSession = row.TextOrNull(7),
        Bytes = row.Long(8),
        ModifiedNs = row.Long(9),
        PrefixHash = row.LongOrNull(10),
        IsDatabase = row.Long(11) == 1,
        FileState = row.Long(12),
        State = row.Long(13),
        MissingCount = Int(row, 14),
        Reader = row.Long(15),
        ReadAtMs = row.Long(16),
        CopiesLeftOut = Int(row, 17),
        RowCount = Int(row, 18),
        RowChecksum = row.Long(19),
        LostCount = Int(row, 20),
        LostChecksum = row.Long(21),
        FirstMs = row.LongOrNull(22),
        LastMs = row.LongOrNull(23),
    };

    private static int Int(ArchiveStatement row, int column) => row.Long(column) is >= 0 and <= int.MaxValue and var count
        ? (int)count
        : throw new ArchiveException("is damaged: a count is out of range");

    private static UsageRow[] ReadRows(ArchiveStatement query, ArchivedLog log, int count, long checksum, NameTable names)
    {
        if (count == 0) return [];
        try
        {
            ReadOnlySpan<byte> bytes = query.Bind(log.Id).Step() ? query.Blob(0) : default;
            UsageRow[]? rows = RowBlob.ChecksumOf(bytes) == checksum ? RowDecoder.TryDecode(bytes, names) : null;
            if (rows?.Length == count) return rows;
            throw new ArchiveException($"is damaged: the records of {log.Path} are not what was written");
        }
        finally
        {
            query.Reset();
        }
    }

    private void WriteRows(string table, long log, RowBlob rows)
    {
        bool isKept = rows.Count > 0;
        using ArchiveStatement write = _connection.Prepare(
            isKept ? $"INSERT OR REPLACE INTO {table} VALUES (?, ?)" : $"DELETE FROM {table} WHERE log = ?");
        write.Bind(log);
        if (isKept) write.Bind(rows.Bytes);
        write.Run();
    }

    private void EndQueries()
    {
        _rows?.Dispose();
        _lostRows?.Dispose();
        (_rows, _lostRows) = (null, null);
    }
}
