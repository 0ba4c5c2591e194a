using Microsoft.Data.Sqlite;
using Tokscale.Core.Files;

namespace Tokscale.Tests;

/// <summary>Makes SQLite databases for tests.</summary>
public static class DatabaseFile
{
    /// <summary>Runs statements on a database, which is made if there is none, with the folders above it; returns its full path.</summary>
    public static string WriteDatabase(this TemporaryFolder home, string relativePath, params string[] statements)
    {
        string path = Path.Join(home.Path, relativePath);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using SqliteConnection connection = Open(path);
        Run(connection, statements);
        return path;
    }

    /// <summary>A connection as an agent would have it.</summary>
    public static SqliteConnection Open(string path)
    {
        SqliteLibrary.Load();
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        connection.Open();
        return connection;
    }

    public static void Run(SqliteConnection connection, params string[] statements)
    {
        foreach (string statement in statements)
        {
            using SqliteCommand command = connection.CreateCommand();
            command.CommandText = statement;
            command.ExecuteNonQuery();
        }
    }

    /// <summary>A SQL text literal.</summary>
    public static string Text(string value) => $"'{value.Replace("'", "''")}'";
}
