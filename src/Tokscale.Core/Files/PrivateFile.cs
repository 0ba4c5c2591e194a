namespace Tokscale.Core.Files;

/// <summary>Files that only their owner may read: they hold names of projects, or worse. Nothing is ever written through a link.</summary>
public static class PrivateFile
{
    /// <summary>A temporary file of this age was left by a process that was killed.</summary>
    private static readonly TimeSpan s_staleAge = TimeSpan.FromSeconds(10);

    /// <summary>Creates a new file with mode 0600, unbuffered.</summary>
    /// <exception cref="IOException">The file exists, or cannot be created.</exception>
    public static FileStream Create(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 0 };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new FileStream(path, options);
    }

    /// <summary>Creates a folder with mode 0700, and those above it.</summary>
    /// <exception cref="IOException">It cannot be created.</exception>
    /// <exception cref="UnauthorizedAccessException">We may not create it.</exception>
    public static void CreateFolder(string path)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
        else Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>
    /// Replaces a file as a whole: readers see the old one or the new one. Gives up without harm when another process is
    /// writing the same file.
    /// </summary>
    /// <param name="path">The file; a link is replaced, not followed.</param>
    /// <param name="write">Writes the new content.</param>
    /// <returns>False when another process is at it.</returns>
    /// <exception cref="IOException">The new file could not be written; the old one is whole.</exception>
    /// <exception cref="UnauthorizedAccessException">We may not write there.</exception>
    public static bool Replace(string path, Action<FileStream> write)
    {
        CreateFolder(Path.GetDirectoryName(path)!);
        string temporary = path + ".tmp";
        if (TryClaim(temporary) is not { } stream) return false;
        FileStatus own = StatusOf(stream);
        bool isDone = false;
        try
        {
            using (stream) write(stream);
            if (!IsStill(own, temporary)) return false;
            File.Move(temporary, path, overwrite: true);
            isDone = true;
        }
        catch (ArgumentOutOfRangeException error)
        {
            // What .NET makes of EFBIG, the limit that a shell can set on the size of files.
            throw new IOException("the file would be larger than the system allows", error);
        }
        finally
        {
            if (!isDone && IsStill(own, temporary)) File.Delete(temporary);
            UnfinishedFiles.Release(temporary);
        }
        return true;
    }

    /// <summary>As <see cref="Replace(string, Action{FileStream})"/>; the new content is on the disk before it takes the place of the old.</summary>
    /// <inheritdoc cref="Replace(string, Action{FileStream})"/>
    public static bool Replace(string path, byte[] content) => Replace(path, stream =>
    {
        stream.Write(content);
        stream.Flush(flushToDisk: true);
    });

    /// <returns>The new file; null when another process has it.</returns>
    private static FileStream? TryClaim(string temporary)
    {
        FileInfo left = new(temporary);
        if (left.Exists)
        {
            if (DateTime.UtcNow - left.LastWriteTimeUtc < s_staleAge) return null;
            left.Delete();
        }
        try
        {
            return UnfinishedFiles.Create(temporary, () => Create(temporary));
        }
        catch (IOException error) when (SaysExists(error) && !Directory.Exists(temporary))
        {
            // Made since we looked. The other process may be done with it by now, so that there is no use in looking for it again.
            return null;
        }
    }

    /// <summary>The identity of a file of ours; none where the system does not tell it of an open file.</summary>
    private static FileStatus StatusOf(FileStream stream) =>
        OperatingSystem.IsLinux() ? StatxCall.OfOpen((int)stream.SafeFileHandle.DangerousGetHandle()) : default;

    /// <summary>
    /// Whether our file is still there. Another process may have taken it away: one that had seen a leftover in its place before we did.
    /// </summary>
    private static bool IsStill(FileStatus own, string path) => own.Inode == 0 || FileStatus.Of(path).IsSameAs(own);

    /// <summary>An <see cref="IOException"/> has the system's own number: EEXIST, which is 17 on every Unix, or ERROR_FILE_EXISTS.</summary>
    private static bool SaysExists(IOException error) =>
        error.HResult == (OperatingSystem.IsWindows() ? unchecked((int)0x8007_0050) : 17);
}
