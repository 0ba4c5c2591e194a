using System.Runtime.InteropServices;

namespace Tokscale.Cli.Hosting;

/// <summary>Ends the program on Ctrl-C after removing what it leaves nowhere else: files that are half written.</summary>
internal sealed class Interruption : IDisposable
{
    private static readonly Lock s_lock = new();
    private static readonly HashSet<string> s_leftovers = [];

    private readonly PosixSignalRegistration _registration = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);

    /// <summary>Names a file or folder to be removed when the program is stopped.</summary>
    public static void Guard(string path)
    {
        lock (s_lock) s_leftovers.Add(path);
    }

    /// <summary>The file or folder is where it should be, or gone.</summary>
    public static void Release(string path)
    {
        lock (s_lock) s_leftovers.Remove(path);
    }

    public void Dispose() => _registration.Dispose();

    private static void Stop(PosixSignalContext context)
    {
        context.Cancel = true;
        lock (s_lock)
            foreach (string path in s_leftovers) Remove(path);
        Environment.Exit((int)ExitCode.Interrupted);
    }

    private static void Remove(string path)
    {
        try
        {
            if (Directory.Exists(path)) Directory.Delete(path, recursive: true);
            else File.Delete(path);
        }
        catch (IOException)
        {
            // The program is ending; there is nobody left to tell.
        }
        catch (UnauthorizedAccessException)
        {
            // As above.
        }
    }
}
