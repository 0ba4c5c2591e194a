using System.CommandLine;
using Tokscale.Cli.CommandLine;
using Tokscale.Core.Accounts;
using Tokscale.Core.Sources;

namespace Tokscale.Cli.Commands.Accounts;

/// <summary>Chooses the account that is meant when none is named.</summary>
internal static class SwitchCommand
{
    private static readonly Argument<string> s_account = new("account")
    {
        HelpName = "ACCOUNT",
        Description = "Its id or name, as 'accounts' shows it",
    };

    public static CliCommand Create(UsageSource source)
    {
        var command = new CliCommand("switch", $"Make another account of {source.Name} the active one")
        {
            Run = context => Run(new AccountRun(context, source)),
        };
        command.Arguments.Add(s_account);
        return command;
    }

    private static ExitCode Run(AccountRun run)
    {
        AccountList before = run.Load();
        Account account = run.Named(before, run.Context.Line.GetValue(s_account)!);
        run.Save(before, before.Activate(account));
        run.Say($"Active now: {account.DisplayName}.");
        return ExitCode.Done;
    }
}
