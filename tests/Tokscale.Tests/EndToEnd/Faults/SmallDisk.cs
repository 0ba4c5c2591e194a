using Xunit;

namespace Tokscale.Tests.EndToEnd.Faults;

/// <summary>A file system in memory. The test is skipped where none may be mounted.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly string _folder;

    private SmallDisk(string folder) => _folder = folder;

    public static SmallDisk Mount(string folder, int kilobytes)
    {
        Directory.CreateDirectory(folder);
        bool isMounted = NativeBinary.Shell(folder, $"mount -t tmpfs -o size={kilobytes}k tmpfs {folder}").ExitCode == 0;
        Assert.SkipUnless(isMounted, "no file system may be mounted here: it takes root");
        return new SmallDisk(folder);
    }

    public void ForbidWriting() => Assert.Equal(0, NativeBinary.Shell(_folder, $"mount -o remount,ro {_folder}").ExitCode);

    public void Dispose() => NativeBinary.Shell(_folder, $"umount -l {_folder}");
}
