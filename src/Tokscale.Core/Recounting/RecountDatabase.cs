using SQLitePCL;
using Tokscale.Core.Files;

namespace Tokscale.Core.Recounting;

/// <summary>Another program's database, read from a copy of it with plain selects.</summary>
public sealed class RecountDatabase : IDisposable
{
    private readonly SqliteCopy _copy;
    private readonly sqlite3 _database;

    private RecountDatabase(SqliteCopy copy, sqlite3 database) => (_copy, _database) = (copy, database);

    /// <summary>Opens a copy; null when the file cannot be read.</summary>
    public static RecountDatabase? Open(string path)
    {
        SqliteLibrary.Load();
        try
        {
            SqliteCopy copy = SqliteCopy.Of(path);
            raw.sqlite3_open_v2(copy.Path, out sqlite3 database, raw.SQLITE_OPEN_READWRITE, null);
            return new RecountDatabase(copy, database);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>All rows of a table with all their columns; none when there is no such table. An error ends them.</summary>
    /// <param name="name">The table.</param>
    /// <param name="order">Columns to sort by; null: as they lie there.</param>
    public IEnumerable<RecountRow> Table(string name, string? order = null)
    {
        if (!HasTable(name)) yield break;
        int code = raw.sqlite3_prepare_v2(_database, $"SELECT * FROM \"{name}\"{(order is null ? "" : " ORDER BY " + order)}",
            out sqlite3_stmt statement);
        using (statement)
        {
            while (code == raw.SQLITE_OK && raw.sqlite3_step(statement) == raw.SQLITE_ROW) yield return RecountRow.Of(statement);
        }
    }

    public bool HasTable(string name)
    {
        int code = raw.sqlite3_prepare_v2(_database, "SELECT name FROM sqlite_master WHERE type = 'table'", out sqlite3_stmt statement);
        using (statement)
        {
            while (code == raw.SQLITE_OK && raw.sqlite3_step(statement) == raw.SQLITE_ROW)
            {
                if (name.Equals(raw.sqlite3_column_text(statement, 0).utf8_to_string(), StringComparison.OrdinalIgnoreCase)) return true;
            }
        }
        return false;
    }

    public void Dispose()
    {
        _database.Dispose();
        _copy.Dispose();
    }
}
