using Microsoft.Win32.SafeHandles;

namespace Tokscale.Cli.Hosting;

/// <summary>Keeps the numbers of the standard streams to themselves.</summary>
internal static class StandardStreams
{
    public const int Output = 1;
    public const int Error = 2;

    // Never closed: they hold the place of the streams until the process ends.
    private static readonly List<SafeFileHandle> s_placeholders = [];

    /// <summary>
    /// A program started with a closed standard stream would get its number for the next file it opens, and its output
    /// would go into that file. So closed ones are opened on the null device first.
    /// </summary>
    public static void Reserve()
    {
        if (OperatingSystem.IsWindows()) return;
        while (true)
        {
            SafeFileHandle handle = File.OpenHandle("/dev/null", FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
            if (handle.DangerousGetHandle() > Error)
            {
                handle.Dispose();
                return;
            }
            s_placeholders.Add(handle);
        }
    }
}
