using System.Runtime.InteropServices;

namespace Tokscale.Core.Files;

/// <summary>
/// Linux' statx: one call tells type, size, times and identity. .NET's own types do not tell a pipe from a file, and opening
/// a pipe can wait for ever. The layout is the same on every processor (linux/stat.h).
/// </summary>
internal static partial class StatxCall
{
    private const int FolderItself = 0x1000, LinksThemselves = 0x100;
    private const uint BasicFields = 0x7FF;
    // No such entry, a part of the path that is no folder, and links that lead in a circle: nothing is there.
    private const int NoEntry = 2, NotAFolder = 20, LinkLoop = 40;
    private const int TypeMask = 0xF000, TypeRegular = 0x8000, TypeFolder = 0x4000;

    public static FileStatus Of(string path) => Of(PosixCalls.CurrentFolder, path);

    /// <summary>The status of what a folder holds.</summary>
    /// <param name="folder">A descriptor.</param>
    /// <param name="name">A name there, or a full path.</param>
    public static FileStatus Of(int folder, string name) => name.Contains('\0') ? default : Of(folder, name, 0); // The call would read up to there.

    /// <summary>The status of what stands at a name in a folder, a link as such, which is <see cref="FileStatus.FileKind.Special"/>.</summary>
    public static FileStatus OfEntry(int folder, string name) => Of(folder, name, LinksThemselves);

    /// <summary>The status of a file that is open.</summary>
    public static FileStatus OfOpen(int descriptor) => Of(descriptor, string.Empty, FolderItself);

    private static FileStatus Of(int folder, string path, int flags)
    {
        if (Statx(folder, path, flags, BasicFields, out Buffer buffer) != 0)
        {
            int error = Marshal.GetLastPInvokeError();
            return error is NoEntry or NotAFolder or LinkLoop
                ? default
                : new FileStatus(FileStatus.FileKind.Refused, 0, 0, 0, 0, 0) { ErrorCode = error };
        }
        FileStatus.FileKind kind = (buffer.Mode & TypeMask) switch
        {
            TypeRegular => FileStatus.FileKind.Regular,
            TypeFolder => FileStatus.FileKind.Folder,
            _ => FileStatus.FileKind.Special,
        };
        ulong device = ((ulong)buffer.DeviceMajor << 32) | buffer.DeviceMinor;
        return new FileStatus(kind, device, buffer.Inode, (long)buffer.Size, buffer.Modified.Nanoseconds, buffer.Changed.Nanoseconds);
    }

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statx(int folder, string path, int flags, uint mask, out Buffer buffer);

    [StructLayout(LayoutKind.Sequential)]
    private struct Timestamp
    {
        public long Seconds;
        public uint Fraction;
        public int Reserved;

        public readonly long Nanoseconds => Seconds is > -9_000_000_000 and < 9_000_000_000 ? Seconds * 1_000_000_000 + Fraction : 0;
    }

    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct Buffer
    {
        [FieldOffset(28)] public ushort Mode;
        [FieldOffset(32)] public ulong Inode;
        [FieldOffset(40)] public ulong Size;
        [FieldOffset(96)] public Timestamp Changed;
        [FieldOffset(112)] public Timestamp Modified;
        [FieldOffset(136)] public uint DeviceMajor;
        [FieldOffset(140)] public uint DeviceMinor;
    }
}
