using Microsoft.Win32.SafeHandles;
using SQLitePCL;
using Tokscale.Core.Files;

namespace Tokscale.Core.Archiving;

/// <summary>Opens archives, and makes the one of this machine.</summary>
internal static class ArchiveOpener
{
    /// <summary>A report waits this long for an update that is being saved, which takes a second at most.</summary>
    private const int ReadWaitMs = 3_000;

    /// <summary>An update waits this long for another one, which reads all logs meanwhile.</summary>
    private const int WriteWaitMs = 15_000;

    /// <summary>What a foreign file may take to read in any case, and for each byte more.</summary>
    private const int ForeignMsMax = 30_000, ForeignBytesPerFurtherMs = 10_000;

    /// <summary>Opens an archive for reading.</summary>
    /// <returns>Null when there is none.</returns>
    /// <exception cref="ArchiveException">It cannot be read.</exception>
    public static ArchiveDatabase? TryOpen(string path)
    {
        if (FileStatus.Of(path).Kind == FileStatus.FileKind.Missing) return null;
        // Open for writing, so that SQLite can undo what an update that was killed had begun.
        ArchiveConnection connection = ArchiveConnection.Open(CheckedFile(path), raw.SQLITE_OPEN_READWRITE, ReadWaitMs);
        return Begin(connection, "PRAGMA query_only=ON; BEGIN", () => ArchiveSchema.IsMissing(connection));
    }

    /// <summary>Opens an archive for writing, and makes it when there is none. Waits a while for another writer.</summary>
    /// <param name="path">The file.</param>
    /// <param name="machineName">The name of this machine.</param>
    /// <param name="nowMs">Now, UTC milliseconds since 1970.</param>
    /// <exception cref="ArchiveException">It cannot be written.</exception>
    public static ArchiveDatabase OpenToWrite(string path, string machineName, long nowMs)
    {
        CreateFile(path);
        ArchiveConnection connection = ArchiveConnection.Open(CheckedFile(path), raw.SQLITE_OPEN_READWRITE, WriteWaitMs);
        // EXTRA: what was reported as saved is not undone by a power loss right after. No spilling: readers are kept out only
        // while the finished pages are written.
        const string Settings = "PRAGMA synchronous=EXTRA; PRAGMA fullfsync=ON; PRAGMA cache_spill=OFF; BEGIN IMMEDIATE";
        return Begin(connection, Settings, () =>
        {
            if (ArchiveSchema.IsMissing(connection)) ArchiveSchema.Create(connection, machineName, nowMs);
            return false;
        })!;
    }

    /// <summary>Opens an archive that may come from anyone, for reading.</summary>
    /// <exception cref="ArchiveException">It is none, or damaged.</exception>
    public static ArchiveDatabase OpenForeign(string path)
    {
        FileStatus status = FileStatus.Of(CheckedFile(path));
        CheckHeader(path);
        ArchiveConnection connection = ArchiveConnection.Open(path, raw.SQLITE_OPEN_READONLY, ReadWaitMs);
        connection.Limit(TimeSpan.FromMilliseconds(ForeignMsMax + status.Bytes / ForeignBytesPerFurtherMs));
        return Begin(connection, "PRAGMA query_only=ON; BEGIN", () =>
        {
            ArchiveSchema.CheckForeign(connection);
            return false;
        })!;
    }

    private static ArchiveDatabase? Begin(ArchiveConnection connection, string settings, Func<bool> isMissing)
    {
        try
        {
            connection.Execute(settings);
            if (!isMissing()) return new ArchiveDatabase(connection);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
        connection.Dispose();
        return null;
    }

    private static string CheckedFile(string path)
    {
        FileStatus status = FileStatus.Of(path);
        return status.Kind switch
        {
            FileStatus.FileKind.Regular => path,
            FileStatus.FileKind.Missing => throw new ArchiveException("does not exist"),
            FileStatus.FileKind.Refused => throw new ArchiveException($"could not be read: {status.Refusal}"),
            _ => throw new ArchiveException("is no file"),
        };
    }

    private static void CreateFile(string path)
    {
        if (FileStatus.Of(path).Kind != FileStatus.FileKind.Missing) return;
        try
        {
            PrivateFile.CreateFolder(Path.GetDirectoryName(path)!);
            PrivateFile.Create(path).Dispose();
        }
        catch (IOException) when (File.Exists(path))
        {
            // Another update has made it meanwhile.
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ArchiveException($"could not be made: {error.Message}");
        }
    }

    /// <summary>An export has no write-ahead log: a file that claims one would make SQLite write beside it.</summary>
    private static void CheckHeader(string path)
    {
        const int VersionsOffset = 18;
        Span<byte> header = stackalloc byte[VersionsOffset + 2];
        try
        {
            using SafeFileHandle file = FileReader.Open(path);
            int read = RandomAccess.Read(file, header, 0);
            bool isArchive = read == header.Length && header.StartsWith("SQLite format 3\0"u8)
                && header[VersionsOffset..].SequenceEqual("\u0001\u0001"u8);
            if (!isArchive) throw new ArchiveException("is no archive of tokscale");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ArchiveException($"could not be read: {error.Message}");
        }
    }
}
