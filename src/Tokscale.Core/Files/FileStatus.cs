using System.Runtime.InteropServices;

namespace Tokscale.Core.Files;

/// <summary>What the file system says of a path, links followed.</summary>
/// <param name="Kind">Regular file, folder, or something that must not be opened: a pipe, a socket, a device.</param>
/// <param name="Device">With <paramref name="Inode"/>, the identity of the file; both 0 where the system gives none.</param>
/// <param name="Inode">See <paramref name="Device"/>.</param>
/// <param name="Bytes">Size.</param>
/// <param name="ModifiedNs">Last change of content, UTC nanoseconds since 1970.</param>
/// <param name="ChangedNs">Last change of content or of the entry itself, UTC nanoseconds since 1970; cannot be set back.</param>
public readonly record struct FileStatus(
    FileStatus.FileKind Kind, ulong Device, ulong Inode, long Bytes, long ModifiedNs, long ChangedNs)
{
    public enum FileKind : byte
    {
        Missing = 0,
        Regular,
        Folder,
        Special,

        /// <summary>There may be something, but the system does not let us look.</summary>
        Refused,
    }

    /// <summary>Clocks of file systems tick coarsely: two changes within this time may bear the same one.</summary>
    public const long UncertainNs = 2_000_000_000;

    /// <summary>A regular file: it may be opened, and ends.</summary>
    public bool IsFile => Kind == FileKind.Regular;

    /// <summary>Whether both are one file or folder; false where the system gives no identities.</summary>
    public bool IsSameAs(FileStatus other) => Inode != 0 && (Device, Inode) == (other.Device, other.Inode);

    /// <summary>What the system said when it refused to tell; 0 otherwise.</summary>
    internal int ErrorCode { get; init; }

    /// <summary>Why the path is <see cref="FileKind.Refused"/>.</summary>
    public string Refusal => ErrorCode == 0 ? "permission denied" : Marshal.GetPInvokeErrorMessage(ErrorCode).ToLowerInvariant();

    /// <summary>Last change of content, UTC milliseconds since 1970.</summary>
    public long ModifiedMs => ModifiedNs / 1_000_000;

    /// <summary>
    /// Asks the file system. Never throws: what cannot be asked is <see cref="FileKind.Missing"/> or <see cref="FileKind.Refused"/>.
    /// </summary>
    public static FileStatus Of(string path) => OperatingSystem.IsLinux() ? StatxCall.Of(path) : OfPortable(path);

    /// <summary>Now, UTC nanoseconds since 1970, to compare with the times of files.</summary>
    internal static long NowNs() => NsOf(DateTime.UtcNow);

    private static long NsOf(DateTime utc) => (utc - DateTime.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick;

    private static FileStatus OfPortable(string path)
    {
        try
        {
            var file = new FileInfo(path);
            FileSystemInfo target = file.LinkTarget is null ? file : file.ResolveLinkTarget(returnFinalTarget: true) ?? file;
            if (!target.Exists && !Directory.Exists(target.FullName)) return default;
            FileKind kind = target.Attributes.HasFlag(FileAttributes.Directory) ? FileKind.Folder
                : target.Attributes.HasFlag(FileAttributes.Device) ? FileKind.Special
                : FileKind.Regular;
            long bytes = kind == FileKind.Regular ? new FileInfo(target.FullName).Length : 0;
            long modifiedNs = NsOf(target.LastWriteTimeUtc);
            return new FileStatus(kind, 0, 0, bytes, modifiedNs, modifiedNs);
        }
        catch (UnauthorizedAccessException)
        {
            return new FileStatus(FileKind.Refused, 0, 0, 0, 0, 0);
        }
        catch (IOException)
        {
            return default;
        }
    }
}
