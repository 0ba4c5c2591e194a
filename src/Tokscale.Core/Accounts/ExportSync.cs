namespace Tokscale.Core.Accounts;

/// <summary>Fetches the exports of accounts. What fails for one account leaves its old export and the other accounts alone.</summary>
public sealed class ExportSync(ExportService service, ExportFolder folder, AccountList accounts)
{
    /// <exception cref="Reports.UserError">What came cannot be written; the old export is whole.</exception>
    public async Task<SyncResult> RunAsync(Account account)
    {
        string path = folder.PathOf(accounts, account);
        (ServiceAnswer answer, ExportSummary? summary) = await service.FetchAsync(account.Token).ConfigureAwait(false);
        if (answer.Document is not { } document || summary is not { } came)
            return new SyncResult(account, path) { Failure = answer.Failure, IsRefused = answer.IsRefused };
        string? keptPath = folder.KeepOlder(accounts, account, came);
        OwnFile.Write(path, document);
        return new SyncResult(account, path) { Summary = came, KeptPath = keptPath };
    }
}
