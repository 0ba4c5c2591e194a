using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace Tokscale.Core.Files;

/// <summary>
/// Tells whether a folder's times can be relied on to change with its entries. Local file systems of Linux do that; network
/// and foreign ones may not, or late.
/// </summary>
internal static partial class FileSystemTrust
{
    private static readonly ConcurrentDictionary<ulong, bool> s_byDevice = [];

    /// <summary>The file systems (linux/magic.h): ext2 to ext4, XFS, Btrfs, tmpfs, ZFS, F2FS, overlayfs, bcachefs.</summary>
    private static ReadOnlySpan<uint> Trusted =>
        [0xEF53, 0x58465342, 0x9123683E, 0x01021994, 0x2FC12FC1, 0xF2F52010, 0x794C7630, 0xCA451A4E];

    /// <param name="path">A folder.</param>
    /// <param name="status">What the system said of it.</param>
    public static bool Covers(string path, FileStatus status) =>
        OperatingSystem.IsLinux() && status.Inode != 0 && s_byDevice.GetOrAdd(status.Device, static (_, path) => IsTrusted(path), path);

    private static bool IsTrusted(string path) =>
        Statfs(path, out StatfsBuffer buffer) == 0 && Trusted.Contains(unchecked((uint)buffer.Type));

    [LibraryImport("libc", EntryPoint = "statfs", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statfs(string path, out StatfsBuffer buffer);

    /// <summary>The first field is the type on every 64-bit Linux.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct StatfsBuffer
    {
        [FieldOffset(0)] public long Type;
    }
}
