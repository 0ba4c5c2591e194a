using System.CommandLine;
using Tokscale.Cli.CommandLine;
using Tokscale.Core.Accounts;
using Tokscale.Core.Sources;

namespace Tokscale.Cli.Commands.Accounts;

/// <summary>Forgets sessions. What was fetched with them stays in reports unless that is to go too.</summary>
internal static class LogoutCommand
{
    private static readonly Option<bool> s_all = Flags.Switch(
        "--all", "Every account; also deletes a file with accounts that cannot be read");
    private static readonly Option<bool> s_purge = Flags.Switch("--purge-cache", "Also delete the usage that was fetched");

    public static CliCommand Create(UsageSource source)
    {
        var logout = new CliCommand(
            "logout", $"Forget the session of an account of {source.Name}", new OptionGroup("Logout", [s_all, s_purge, AccountOptions.Name]))
        {
            Run = context => Run(new AccountRun(context, source)),
        };
        logout.Arguments.Add(AccountOptions.Account);
        return logout;
    }

    private static ExitCode Run(AccountRun run) => run.Context.Has(s_all) ? LogoutAll(run) : LogoutOne(run);

    private static ExitCode LogoutAll(AccountRun run)
    {
        // The file is not read: it goes even when it cannot be.
        bool wasLoggedIn = run.Credentials.Current is not null;
        run.Credentials.Delete();
        if (run.Context.Has(s_purge)) run.Exports.DeleteAll();
        run.Say(wasLoggedIn ? $"Logged out of {run.Source.Name}.{UsageText(run)}" : $"Nobody was logged in to {run.Source.Name}.");
        return ExitCode.Done;
    }

    private static ExitCode LogoutOne(AccountRun run)
    {
        AccountList before = run.Load();
        Account account = run.Chosen(before);
        bool isFormerPlace = run.Credentials.Current != run.Credentials.Path;
        AccountList now = before.Without(account);
        if (run.Context.Has(s_purge)) run.Exports.Delete(before, account);
        run.Save(before, now);
        // The accounts that stay were saved in the new place; the token that goes is in the old one still.
        if (isFormerPlace) run.Credentials.DeleteFormer();
        run.Say($"Logged out of {run.Source.Name}: {account.DisplayName}.{UsageText(run)}");
        if (now.Active is { } active && before.IsActive(account)) run.Say($"Active now: {active.DisplayName}.");
        return ExitCode.Done;
    }

    private static string UsageText(AccountRun run) => run.Context.Has(s_purge)
        ? " The usage that was fetched is deleted."
        : $" The usage that was fetched stays in reports; {s_purge.Name} would delete it.";
}
