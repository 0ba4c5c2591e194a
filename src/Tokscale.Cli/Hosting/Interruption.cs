using System.Runtime.InteropServices;
using Tokscale.Core.Files;

namespace Tokscale.Cli.Hosting;

/// <summary>Ends the program on Ctrl-C and when it is told to end, after removing what is half written.</summary>
internal sealed class Interruption : IDisposable
{
    private readonly PosixSignalRegistration[] _registrations =
    [
        PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Stop(context, ExitCode.Interrupted)),
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Stop(context, ExitCode.Terminated)),
        PosixSignalRegistration.Create(PosixSignal.SIGHUP, context => Stop(context, ExitCode.HungUp)),
    ];

    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in _registrations) registration.Dispose();
    }

    private static void Stop(PosixSignalContext context, ExitCode code)
    {
        context.Cancel = true;
        UnfinishedFiles.RemoveAll();
        Environment.Exit((int)code);
    }
}
