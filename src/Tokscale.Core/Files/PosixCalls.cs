using System.Runtime.InteropServices;

namespace Tokscale.Core.Files;

/// <summary>
/// The calls behind <see cref="OpenFile"/> and <see cref="OpenFolder"/> on 64-bit Linux. .NET's own way asks twice for the status of
/// each file it opens, makes the path canonical and keeps an object that must be finalized, and knows no path relative to a folder;
/// with tens of thousands of small files that is most of the work.
/// </summary>
internal static partial class PosixCalls
{
    // linux/fcntl.h; these are the same on x64 and arm64. Without waiting: what was a file a moment ago may have become a pipe.
    private const int ReadOnly = 0, NoTerminal = 0x100, WithoutWaiting = 0x800, CloseOnExec = 0x80000, PathOnly = 0x200000;

    /// <summary>Stands for a folder's descriptor: paths are relative to where the program runs.</summary>
    public const int CurrentFolder = -100;

    private const int NotPermitted = 1, NoEntry = 2, Interrupted = 4, Denied = 13, IsFolder = 21, NameTooLong = 36;

    /// <summary>False on other systems, and where the environment asks for the way that those use.</summary>
    public static bool AreUsable { get; } =
        OperatingSystem.IsLinux() && Environment.Is64BitProcess && Environment.GetEnvironmentVariable("TOKSCALE_PORTABLE_FILES") is null or "";

    /// <summary>Opens a file for reading.</summary>
    /// <param name="folder">Descriptor of the folder that the name is relative to; see <see cref="OpenToLook"/>.</param>
    /// <param name="name">A name there, or a full path.</param>
    /// <param name="path">The full path, for messages.</param>
    /// <returns>Its descriptor.</returns>
    /// <exception cref="IOException">It cannot be opened; <see cref="FileNotFoundException"/>: there is none.</exception>
    /// <exception cref="UnauthorizedAccessException">We may not read it.</exception>
    public static int OpenToRead(int folder, string name, PathParts path)
    {
        if (name.Contains('\0')) throw ErrorOf(NoEntry, path.Join()); // The call would read the name only up to there.
        while (true)
        {
            int descriptor = Open(folder, name, ReadOnly | NoTerminal | WithoutWaiting | CloseOnExec);
            if (descriptor >= 0) return descriptor;
            int error = Marshal.GetLastPInvokeError();
            if (error != Interrupted) throw ErrorOf(error, path.Join());
        }
    }

    /// <summary>Reads once.</summary>
    /// <returns>How much was read; 0 at the end.</returns>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It is a folder.</exception>
    public static int Read(int descriptor, Span<byte> target, long offset, PathParts path)
    {
        while (true)
        {
            nint read = ReadAt(descriptor, target, (nuint)target.Length, offset);
            if (read >= 0) return (int)read;
            int error = Marshal.GetLastPInvokeError();
            if (error != Interrupted) throw ErrorOf(error, path.Join());
        }
    }

    /// <summary>Opens a folder to look at what it holds, by name.</summary>
    /// <returns>A descriptor, or -1 when it cannot be opened.</returns>
    public static int OpenToLook(string folder) => folder.Contains('\0') ? -1 : Open(CurrentFolder, folder, PathOnly | CloseOnExec);

    /// <summary>Opens a folder to list it.</summary>
    /// <returns>To be given to <see cref="TryNextEntry"/>, <see cref="DescriptorOf"/> and, at last, <see cref="CloseListing"/>.</returns>
    /// <exception cref="IOException">It cannot be listed; <see cref="DirectoryNotFoundException"/>: there is none.</exception>
    /// <exception cref="UnauthorizedAccessException">We may not list it.</exception>
    public static nint OpenListing(string folder)
    {
        if (folder.Contains('\0')) throw ListingErrorOf(NoEntry, folder);
        nint listing = OpenFolder(folder);
        return listing != 0 ? listing : throw ListingErrorOf(Marshal.GetLastPInvokeError(), folder);
    }

    /// <summary>The next entry of a folder, in no order.</summary>
    /// <param name="listing">See <see cref="OpenListing"/>.</param>
    /// <param name="folder">Its path, for messages.</param>
    /// <param name="name">UTF-8; valid until the next call.</param>
    /// <param name="kind">What the folder itself says of it.</param>
    /// <returns>False at the end.</returns>
    /// <exception cref="IOException">The list cannot be read any further.</exception>
    public static unsafe bool TryNextEntry(nint listing, string folder, out ReadOnlySpan<byte> name, out EntryKind kind)
    {
        // struct dirent of every 64-bit Linux: inode, offset, length, kind, name.
        const int kindOffset = 18, nameOffset = 19;
        byte* entry = ReadEntry(listing);
        if (entry is null)
        {
            name = default;
            kind = default;
            return Marshal.GetLastPInvokeError() is var error and not 0 ? throw ListingErrorOf(error, folder) : false;
        }
        name = MemoryMarshal.CreateReadOnlySpanFromNullTerminated(entry + nameOffset);
        kind = (EntryKind)entry[kindOffset];
        return true;
    }

    [LibraryImport("libc", EntryPoint = "dirfd")]
    public static partial int DescriptorOf(nint listing);

    /// <summary>Closes the descriptor, too.</summary>
    [LibraryImport("libc", EntryPoint = "closedir")]
    public static partial int CloseListing(nint listing);

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

    private static Exception ListingErrorOf(int error, string folder) =>
        error == NoEntry ? new DirectoryNotFoundException($"Could not find a part of the path '{folder}'.") : ErrorOf(error, folder);

    [LibraryImport("libc", EntryPoint = "openat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(int folder, string path, int flags);

    [LibraryImport("libc", EntryPoint = "pread", SetLastError = true)]
    private static partial nint ReadAt(int descriptor, Span<byte> target, nuint count, long offset);

    [LibraryImport("libc", EntryPoint = "opendir", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint OpenFolder(string path);

    [LibraryImport("libc", EntryPoint = "readdir", SetLastError = true)]
    private static unsafe partial byte* ReadEntry(nint listing);

    /// <summary>A path in two parts, of which the first may be empty: it is put together only for messages.</summary>
    public readonly record struct PathParts(string Folder, string Name)
    {
        public string Join() => Path.Join(Folder, Name);
    }

    /// <summary>Of an entry of a folder, as some file systems tell it. Others are of no interest.</summary>
    public enum EntryKind : byte
    {
        Unknown = 0,
        Folder = 4,
        Link = 10,
    }
}
