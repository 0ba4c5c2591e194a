using System.Runtime.InteropServices;
using Tokscale.Core.Files;

namespace Tokscale.Cli.Hosting;

/// <summary>
/// Ends the program on Ctrl-C and when it is told to end, after removing what is half written. Unix systems do it by
/// themselves, with the same code for the shell, while there is nothing to remove; watching costs a thread.
/// </summary>
internal static class Interruption
{
    /// <summary>Held so that they stay.</summary>
    private static PosixSignalRegistration[] _registrations = [];

    public static void WatchWhenNeeded()
    {
        if (OperatingSystem.IsWindows()) Watch();
        else UnfinishedFiles.BeforeFirst = Watch;
    }

    private static void Watch() => _registrations =
    [
        PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Stop(context, ExitCode.Interrupted)),
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Stop(context, ExitCode.Terminated)),
        PosixSignalRegistration.Create(PosixSignal.SIGHUP, context => Stop(context, ExitCode.HungUp)),
    ];

    private static void Stop(PosixSignalContext context, ExitCode code)
    {
        context.Cancel = true;
        UnfinishedFiles.RemoveAll();
        Environment.Exit((int)code);
    }
}
