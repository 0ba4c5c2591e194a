using Tokscale.Cli.CommandLine;
using Tokscale.Core.Sources;

namespace Tokscale.Cli.Commands.Accounts;

/// <summary>The accounts of one agent whose usage is kept by its service; the command bears the agent's id.</summary>
internal static class AccountCommand
{
    public static CliCommand Create(UsageSource source)
    {
        var accounts = new CliCommand(source.Id, $"Log in to {source.Name} and fetch your usage, which is not on this machine");
        CliCommand[] commands =
        [
            LoginCommand.Create(source), LogoutCommand.Create(source), StatusCommand.Create(source),
            SyncCommand.Create(source), AccountsCommand.Create(source), SwitchCommand.Create(source),
        ];
        foreach (CliCommand command in commands) accounts.Subcommands.Add(command);
        return accounts;
    }
}
