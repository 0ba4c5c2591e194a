namespace Tokscale.Core.Archiving;

/// <summary>The tables of an archive. A change makes a new version, and old archives are then converted.</summary>
internal static class ArchiveSchema
{
    public const int Version = 1;

    /// <summary>"TokA", which tells an archive from other SQLite files.</summary>
    private const int ApplicationId = 0x546F_6B41;

    private const int TableCountMax = 100;

    // Rows lie apart from the list of logs, so that reading the list does not pass over them.
    private static readonly string[] s_statements =
    [
        "CREATE TABLE machine (id TEXT PRIMARY KEY, name TEXT, is_own INTEGER NOT NULL, updated_ms INTEGER NOT NULL)",
        "CREATE TABLE log (id INTEGER PRIMARY KEY, machine TEXT NOT NULL, source TEXT NOT NULL, path TEXT NOT NULL, root TEXT NOT NULL,"
            + " relative_path TEXT NOT NULL, session TEXT, parent_session TEXT, bytes INTEGER NOT NULL, modified_ns INTEGER NOT NULL,"
            + " prefix_hash INTEGER, is_database INTEGER NOT NULL, file_state INTEGER NOT NULL, state INTEGER NOT NULL,"
            + " missing_count INTEGER NOT NULL, reader INTEGER NOT NULL, read_at_ms INTEGER NOT NULL, copies_left_out INTEGER NOT NULL,"
            + " row_count INTEGER NOT NULL, row_checksum INTEGER NOT NULL, lost_count INTEGER NOT NULL, lost_checksum INTEGER NOT NULL,"
            + " first_ms INTEGER, last_ms INTEGER, UNIQUE (source, machine, path))",
        "CREATE TABLE log_rows (log INTEGER PRIMARY KEY, content BLOB NOT NULL)",
        "CREATE TABLE lost_rows (log INTEGER PRIMARY KEY, content BLOB NOT NULL)",
        "CREATE TABLE total (source TEXT PRIMARY KEY, calls INTEGER NOT NULL, tokens INTEGER NOT NULL, first_ms INTEGER, last_ms INTEGER)",
        "CREATE VIEW history AS SELECT log.source, machine.name AS machine, count(*) AS logs, sum(row_count + lost_count) AS records,"
            + " date(min(first_ms) / 1000, 'unixepoch') AS first_day, date(max(last_ms) / 1000, 'unixepoch') AS last_day"
            + " FROM log JOIN machine ON machine.id = log.machine GROUP BY log.source, log.machine",
    ];

    /// <summary>True for a file without anything: the process that made it was stopped before it could fill it.</summary>
    /// <exception cref="ArchiveException">The file is not an archive that this version can read.</exception>
    public static bool IsMissing(ArchiveConnection connection)
    {
        long application = connection.Number("PRAGMA application_id"), version = connection.Number("PRAGMA user_version");
        if (application == 0 && version == 0 && connection.Number("SELECT count(*) FROM sqlite_master") == 0) return true;
        if (application != ApplicationId) throw new ArchiveException("is no archive of tokscale");
        if (version > Version) throw new ArchiveException("was made by a newer tokscale; update tokscale to read it");
        return false;
    }

    /// <summary>Makes the tables and the machine's own entry, within the caller's transaction.</summary>
    public static void Create(ArchiveConnection connection, string machineName, long nowMs)
    {
        foreach (string statement in s_statements) connection.Execute(statement);
        connection.Execute($"PRAGMA application_id={ApplicationId}; PRAGMA user_version={Version}");
        using ArchiveStatement own = connection.Prepare("INSERT INTO machine VALUES (lower(hex(randomblob(16))), ?, 1, ?)");
        own.Bind(machineName.Length == 0 ? null : machineName).Bind(nowMs).Run();
    }

    /// <summary>Checks a file from elsewhere: it must hold just what an archive holds, no triggers, no other views, no damage.</summary>
    /// <exception cref="ArchiveException">It does not.</exception>
    public static void CheckForeign(ArchiveConnection connection)
    {
        if (IsMissing(connection)) throw new ArchiveException("is empty");
        var found = new List<string>();
        using (ArchiveStatement entries = connection.Prepare("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY rowid"))
        {
            while (entries.Step() && found.Count < TableCountMax) found.Add(entries.Text(0));
        }
        if (!found.SequenceEqual(s_statements)) throw new ArchiveException("is no archive of tokscale: its tables are others");
        using ArchiveStatement check = connection.Prepare("PRAGMA integrity_check(1)");
        string result = check.Step() ? check.Text(0) : "";
        if (result != "ok") throw new ArchiveException($"is damaged: {result}");
    }
}
