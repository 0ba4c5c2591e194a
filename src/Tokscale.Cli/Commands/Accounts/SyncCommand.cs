using System.CommandLine;
using Tokscale.Cli.CommandLine;
using Tokscale.Cli.Rendering;
using Tokscale.Core.Accounts;
using Tokscale.Core.Reports;
using Tokscale.Core.Sources;

namespace Tokscale.Cli.Commands.Accounts;

/// <summary>Fetches usage from a service, so that reports count it.</summary>
internal static class SyncCommand
{
    private static readonly Option<bool> s_all = Flags.Switch("--all", "Every account, not only the active one");

    public static CliCommand Create(UsageSource source) =>
        new(
            "sync", $"Fetch your usage from {source.Name}; reports count it from then on",
            new OptionGroup("Sync", [s_all, AccountOptions.Offline]), OutputOptions.Group)
        {
            Run = context => Run(new AccountRun(context, source)),
        };

    private static ExitCode Run(AccountRun run)
    {
        var writer = new ReportWriter(run.Context, OutputFormat.Table);
        if (AccountOptions.IsOffline(run.Context))
            throw new UserError($"usage cannot be fetched from {run.Source.Name} offline; reports count what was fetched before.");
        AccountList accounts = run.Load();
        Account active = run.Chosen(accounts);
        SyncResult[] results = run.Ask(service => FetchAsync(
            new ExportSync(service, run.Exports, accounts), run.Context.Has(s_all) ? [.. accounts.Accounts] : [active]));
        var view = new SyncView(run.Source, results);
        ExitCode written = writer.Write(new Presentation(view.Table, view.WriteJson) { Text = view.Text() }, ReportZone.Utc);
        foreach (SyncResult failed in results.Where(result => result.Failure is not null)) run.Say(Sentence(run, failed));
        return written is ExitCode.Done && results.Any(result => result.Failure is not null) ? ExitCode.Failed : written;
    }

    private static async Task<SyncResult[]> FetchAsync(ExportSync sync, IReadOnlyList<Account> accounts)
    {
        List<SyncResult> results = [];
        // One after the other: services slow down those who ask for much at once.
        foreach (Account account in accounts) results.Add(await sync.RunAsync(account).ConfigureAwait(false));
        return [.. results];
    }

    private static string Sentence(AccountRun run, SyncResult failed)
    {
        string account = failed.Account.DisplayName;
        string what = failed.IsRefused
            ? $"the session of {account} has expired; log in again with '{run.LineOf("login")}'"
            : $"the usage of {account} could not be fetched: {failed.Failure}";
        return $"Error: {what}. What was fetched before is as it was.";
    }
}
