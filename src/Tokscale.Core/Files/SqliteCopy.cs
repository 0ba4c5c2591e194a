namespace Tokscale.Core.Files;

/// <summary>
/// A private copy of a database with its log, in a temporary folder that only we may enter. Removed when disposed.
/// </summary>
internal sealed class SqliteCopy : IDisposable
{
    /// <summary>A program that writes all the time gets no further attempt: SQLite finds out if the copy is torn.</summary>
    private const int AttemptsMax = 3;

    /// <summary>What may lie beside a database and is part of its content.</summary>
    private static readonly string[] s_companions = ["-wal", "-journal"];

    private readonly string _folder;

    private SqliteCopy(string folder) => _folder = folder;

    /// <summary>The copy of the database.</summary>
    public string Path => System.IO.Path.Join(_folder, "copy.db");

    /// <exception cref="IOException">The database cannot be read, or there is no room for the copy.</exception>
    /// <exception cref="UnauthorizedAccessException">We may not read the database.</exception>
    public static SqliteCopy Of(string databasePath)
    {
        var copy = new SqliteCopy(Directory.CreateTempSubdirectory("tokscale-sqlite-").FullName);
        try
        {
            for (int attempt = 1; !copy.TryTake(databasePath) && attempt < AttemptsMax; attempt++)
            {
            }
            return copy;
        }
        catch
        {
            copy.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        try
        {
            Directory.Delete(_folder, recursive: true);
        }
        catch (IOException)
        {
            // The system clears its temporary folder; a report is worth more than an empty one.
        }
    }

    /// <returns>False when the database was written to meanwhile.</returns>
    private bool TryTake(string databasePath)
    {
        FileStatus[] before = StatusOf(databasePath);
        CopyFile(databasePath, Path);
        foreach (string companion in s_companions)
        {
            File.Delete(Path + companion);
            if (FileStatus.Of(databasePath + companion).IsFile) CopyFile(databasePath + companion, Path + companion);
        }
        return StatusOf(databasePath).AsSpan().SequenceEqual(before);
    }

    private static FileStatus[] StatusOf(string databasePath) =>
        [FileStatus.Of(databasePath), .. s_companions.Select(companion => FileStatus.Of(databasePath + companion))];

    /// <summary>Copies content only: the mode of the original may keep us from writing to the copy.</summary>
    private static void CopyFile(string from, string to)
    {
        using var source = new FileStream(from, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        using var target = new FileStream(to, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);
        source.CopyTo(target, 1 << 20);
    }
}
