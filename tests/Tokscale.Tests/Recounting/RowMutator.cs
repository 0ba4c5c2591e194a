using System.Text;
using Microsoft.Data.Sqlite;

namespace Tokscale.Tests.Recounting;

/// <summary>
/// Damages what rows of a database hold. Damaging its pages would say nothing of two readers: how far SQLite comes then
/// depends on the query.
/// </summary>
public sealed class RowMutator(int seed)
{
    private static readonly object[] s_numbers = [-1L, 0L, 1L, 9_007_199_254_740_993L, 1e308, 1.5, "12", "none", DBNull.Value];

    private readonly Random _random = new(seed);
    private readonly Mutator _texts = new(seed);

    /// <summary>Changes one value of one row. Values that the schema does not allow are passed over.</summary>
    public void Mutate(string path)
    {
        using SqliteConnection connection = DatabaseFile.Open(path);
        string[] tables = [.. Strings(connection,
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name")];
        if (tables.Length == 0) return;
        string table = tables[_random.Next(tables.Length)];
        string[] columns = [.. Strings(connection, $"SELECT name FROM pragma_table_info('{table}')")];
        string column = columns[_random.Next(columns.Length)];
        using SqliteCommand count = connection.CreateCommand();
        count.CommandText = $"SELECT count(*) FROM \"{table}\"";
        long rows = (long)count.ExecuteScalar()!;
        if (rows == 0) return;
        long row = _random.NextInt64(rows);
        using SqliteCommand read = connection.CreateCommand();
        read.CommandText = $"SELECT \"{column}\" FROM \"{table}\" ORDER BY rowid LIMIT 1 OFFSET {row}";
        if (read.ExecuteScalar() is not { } original || original is byte[]) return; // Bytes are some decoder's matter.
        object value = Changed(original);
        using SqliteCommand write = connection.CreateCommand();
        write.CommandText = $"UPDATE OR IGNORE \"{table}\" SET \"{column}\" = $value "
            + $"WHERE rowid = (SELECT rowid FROM \"{table}\" ORDER BY rowid LIMIT 1 OFFSET {row})";
        write.Parameters.AddWithValue("$value", value);
        try
        {
            write.ExecuteNonQuery();
        }
        catch (SqliteException)
        {
            // The schema does not allow the value: the database stays as it is.
        }
    }

    private object Changed(object value) => value switch
    {
        string text => Encoding.UTF8.GetString(_texts.Mutate(Encoding.UTF8.GetBytes(text))),
        _ => s_numbers[_random.Next(s_numbers.Length)],
    };

    private static IEnumerable<string> Strings(SqliteConnection connection, string query)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = query;
        using SqliteDataReader reader = command.ExecuteReader();
        while (reader.Read()) yield return reader.GetString(0);
    }
}
