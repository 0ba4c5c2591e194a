using System.Runtime.InteropServices;

namespace Tokscale.Core.Files;

/// <summary>
/// The calls behind <see cref="OpenFile"/> on 64-bit Linux. .NET's own way asks twice for the status of each file it opens, makes
/// the path canonical and keeps an object that must be finalized; with tens of thousands of small files that is most of the work.
/// </summary>
internal static partial class PosixCalls
{
    // linux/fcntl.h; the same on x64 and arm64. Without waiting: what was a file a moment ago may have become a pipe.
    private const int ReadOnly = 0, NoTerminal = 0x100, WithoutWaiting = 0x800, CloseOnExec = 0x80000;
    private const int NotPermitted = 1, NoEntry = 2, Interrupted = 4, Denied = 13, IsFolder = 21, NameTooLong = 36;

    public static bool AreUsable { get; } = OperatingSystem.IsLinux() && Environment.Is64BitProcess;

    /// <summary>Opens a file for reading.</summary>
    /// <returns>Its descriptor.</returns>
    /// <exception cref="IOException">It cannot be opened; <see cref="FileNotFoundException"/>: there is none.</exception>
    /// <exception cref="UnauthorizedAccessException">We may not read it, or it is a folder.</exception>
    public static int OpenToRead(string path)
    {
        if (path.Contains('\0')) throw ErrorOf(NoEntry, path); // The call would read the name only up to there.
        while (true)
        {
            int descriptor = Open(path, ReadOnly | NoTerminal | WithoutWaiting | CloseOnExec);
            if (descriptor >= 0) return descriptor;
            int error = Marshal.GetLastPInvokeError();
            if (error != Interrupted) throw ErrorOf(error, path);
        }
    }

    /// <summary>Reads once.</summary>
    /// <returns>How much was read; 0 at the end.</returns>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It is a folder.</exception>
    public static int Read(int descriptor, Span<byte> target, long offset, string path)
    {
        while (true)
        {
            nint read = ReadAt(descriptor, target, (nuint)target.Length, offset);
            if (read >= 0) return (int)read;
            int error = Marshal.GetLastPInvokeError();
            if (error != Interrupted) throw ErrorOf(error, path);
        }
    }

    /// <summary>Never fails: nothing was written, and Linux gives the descriptor back in any case.</summary>
    [LibraryImport("libc", EntryPoint = "close")]
    public static partial int Close(int descriptor);

    /// <summary>The same exceptions and words as .NET's own.</summary>
    private static Exception ErrorOf(int error, string path) => error switch
    {
        NoEntry => new FileNotFoundException($"Could not find file '{path}'.", path),
        NotPermitted or Denied or IsFolder => new UnauthorizedAccessException($"Access to the path '{path}' is denied."),
        NameTooLong => new PathTooLongException($"The path '{path}' is too long."),
        _ => new IOException($"{Marshal.GetPInvokeErrorMessage(error)} : '{path}'", error),
    };

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "pread", SetLastError = true)]
    private static partial nint ReadAt(int descriptor, Span<byte> target, nuint count, long offset);
}
