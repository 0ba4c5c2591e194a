using Tokscale.Cli.CommandLine;
using Tokscale.Cli.Rendering;
using Tokscale.Core.Accounts;
using Tokscale.Core.Reports;
using Tokscale.Core.Sources;

namespace Tokscale.Cli.Commands.Accounts;

/// <summary>Who is logged in.</summary>
internal static class AccountsCommand
{
    public static CliCommand Create(UsageSource source) =>
        new("accounts", $"Who is logged in to {source.Name}", OutputOptions.Group)
        {
            Run = context => Run(new AccountRun(context, source)),
        };

    private static ExitCode Run(AccountRun run)
    {
        AccountList accounts = run.Load();
        AccountState[] states = [.. accounts.Accounts.Select(account => run.Exports.StateOf(accounts, account))];
        var view = new AccountsView(run.Source, states);
        var writer = new ReportWriter(run.Context, OutputFormat.Table);
        if (states.Length == 0 && writer.IsForPeople)
            run.Say($"Nobody is logged in to {run.Source.Name}; '{run.LineOf("login")}' does that.");
        return writer.Write(new Presentation(view.Table, view.WriteJson), ReportZone.Local());
    }
}
