using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Tokscale.Cli.Hosting;

/// <summary>Keeps the numbers of the standard streams to themselves.</summary>
internal static partial class StandardStreams
{
    private const int Input = 0;
    public const int Output = 1;
    public const int Error = 2;

    private const int GetDescriptorFlags = 1; // F_GETFD, on Linux and macOS alike.

    // Never closed: they hold the place of the streams until the process ends.
    private static readonly List<SafeFileHandle> s_placeholders = [];

    /// <summary>
    /// A program started with a closed standard stream would get its number for the next file it opens, and its output
    /// would go into that file. So closed ones are opened on the null device first.
    /// </summary>
    public static void Reserve()
    {
        if (OperatingSystem.IsWindows()) return;
        while (!(IsOpen(Input) && IsOpen(Output) && IsOpen(Error)) && TryOpenNullDevice() is { } handle) s_placeholders.Add(handle);
    }

    private static bool IsOpen(int descriptor) => AskAbout(descriptor, GetDescriptorFlags) >= 0;

    // Cells and containers may have no devices; closed streams are rarer still.
    private static SafeFileHandle? TryOpenNullDevice()
    {
        try
        {
            return File.OpenHandle("/dev/null", FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    [LibraryImport("libc", EntryPoint = "fcntl")]
    private static partial int AskAbout(int descriptor, int command);
}
