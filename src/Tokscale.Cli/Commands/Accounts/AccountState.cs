using Tokscale.Core.Accounts;

namespace Tokscale.Cli.Commands.Accounts;

/// <summary>An account and what was fetched for it.</summary>
/// <param name="Account">The account.</param>
/// <param name="IsActive">It is meant when none is named.</param>
/// <param name="File">Its export; null when none was fetched.</param>
internal sealed record AccountState(Account Account, bool IsActive, ExportFile? File)
{
    public static AccountState Of(AccountRun run, AccountList accounts, Account account) =>
        new(account, accounts.IsActive(account), run.Exports.Find(accounts, account));
}
