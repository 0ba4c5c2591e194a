using Tokscale.Cli.CommandLine;
using Tokscale.Core.Reports;

namespace Tokscale.Cli.Commands;

/// <summary>Sessions, the latest last.</summary>
internal static class SessionsCommand
{
    public static CliCommand Create()
    {
        CliCommand command = new UsageCommand("Sessions", [GroupKey.Client, GroupKey.Session], RowOrder.Date)
            .Create("sessions", "Usage by session, with the models in order of use");
        command.Subcommands.Add(SessionShowCommand.Create());
        return command;
    }
}
