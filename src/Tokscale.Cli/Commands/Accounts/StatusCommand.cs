using Tokscale.Cli.CommandLine;
using Tokscale.Cli.Rendering;
using Tokscale.Core.Accounts;
using Tokscale.Core.Reports;
using Tokscale.Core.Sources;

namespace Tokscale.Cli.Commands.Accounts;

/// <summary>Whether somebody is logged in, whether the service still takes the session, and how old the usage is.</summary>
internal static class StatusCommand
{
    public static CliCommand Create(UsageSource source)
    {
        var status = new CliCommand(
            "status", $"Whether you are logged in to {source.Name}; exits with 1 when not, or when the session has expired",
            new OptionGroup("Check", [AccountOptions.NoCheck, AccountOptions.Offline, AccountOptions.Name]), OutputOptions.Group)
        {
            Run = context => Run(new AccountRun(context, source)),
        };
        status.Arguments.Add(AccountOptions.Account);
        return status;
    }

    private static ExitCode Run(AccountRun run)
    {
        var writer = new ReportWriter(run.Context, OutputFormat.Table);
        AccountList accounts = run.Load();
        Account account = run.Chosen(accounts);
        (SessionCheck check, string? failure) = Check(run, account);
        var view = new AccountStatusView(run.Source, run.Exports.StateOf(accounts, account), check, failure);
        ExitCode written = writer.Write(
            new Presentation(view.Table, view.WriteJson) { Text = view.Text(run.Context.Host.Clock.GetUtcNow()) }, ReportZone.Local());
        if (check is SessionCheck.Expired) run.Say($"The session has expired; '{run.LineOf("login")}' starts a new one.");
        return written is ExitCode.Done && check is SessionCheck.Expired ? ExitCode.Failed : written;
    }

    private static (SessionCheck Check, string? Failure) Check(AccountRun run, Account account)
    {
        if (run.Context.Has(AccountOptions.NoCheck) || AccountOptions.IsOffline(run.Context)) return (SessionCheck.NotChecked, null);
        ServiceAnswer answer = run.Ask(service => service.CheckAsync(account.Token));
        if (answer.IsRefused) return (SessionCheck.Expired, answer.Failure);
        return answer.Failure is null ? (SessionCheck.Valid, null) : (SessionCheck.NotChecked, answer.Failure);
    }
}
