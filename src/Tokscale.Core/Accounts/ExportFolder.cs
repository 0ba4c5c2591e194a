using Tokscale.Core.Files;
using Tokscale.Core.Reports;
using Tokscale.Core.Sources;

namespace Tokscale.Core.Accounts;

/// <summary>
/// The exports of a service, a file an account: <c>usage.csv</c> for the active one, <c>usage.ID.csv</c> for others. Reports count
/// all of them.
/// </summary>
public sealed class ExportFolder(HomeDirectory home, UsageExport export)
{
    private const string ActiveName = "usage.csv";

    /// <summary>Parts the id of an account, which cannot hold it, from the days of an export that was kept.</summary>
    private const char KeptMark = '+';

    public string Path { get; } = System.IO.Path.Join(home.Place(RootPlace.Tokscale), export.Folder);

    /// <summary>Where the export of an account is kept.</summary>
    public string PathOf(AccountList accounts, Account account) => accounts.IsActive(account) ? ActivePath : PathOf(account);

    /// <summary>When the export of the active account was fetched; null when none was.</summary>
    public DateTimeOffset? LastFetched => FileStatus.Of(ActivePath) is { Kind: FileStatus.FileKind.Regular } status
        ? DateTimeOffset.FromUnixTimeMilliseconds(status.ModifiedMs)
        : null;

    private string ActivePath => System.IO.Path.Join(Path, ActiveName);

    /// <summary>How it stands with an account.</summary>
    public AccountState StateOf(AccountList accounts, Account account) => new(account, accounts.IsActive(account), Find(accounts, account));

    /// <summary>The export of an account; null when none was fetched.</summary>
    public ExportFile? Find(AccountList accounts, Account account)
    {
        string path = PathOf(accounts, account);
        FileStatus status = FileStatus.Of(path);
        if (!status.IsFile) return null;
        return new ExportFile(path, status.ModifiedMs, SummaryOf(path));
    }

    /// <summary>
    /// Gives the old export of an account a name of its own when it reaches further back than the one that came: what a service
    /// does not tell any more stays counted. Rows that both hold are copies, of which reports count one.
    /// </summary>
    /// <returns>Where it is; null when the new one makes it needless.</returns>
    /// <exception cref="UserError">It cannot be renamed.</exception>
    public string? KeepOlder(AccountList accounts, Account account, ExportSummary came)
    {
        if (Find(accounts, account) is not { Summary: { FirstDay: { } first, LastDay: { } last } } old) return null;
        if (came.FirstDay <= first) return null;
        bool isKept = KeptPathsOf(account).Select(SummaryOf).Any(kept => kept?.FirstDay <= first && kept?.LastDay >= came.FirstDay);
        if (isKept) return null;
        string name = FormattableString.Invariant($"usage.{account.Id}{KeptMark}{first:yyyyMMdd}-{last:yyyyMMdd}.csv");
        string path = System.IO.Path.Join(Path, name);
        OwnFile.Move(old.Path, path);
        return path;
    }

    /// <summary>
    /// Gives the files the names they have after another account has become active, or none. Stopped half-way, all are still
    /// counted: the names only say whose they are.
    /// </summary>
    /// <exception cref="UserError">A file cannot be renamed.</exception>
    public void Rename(Account? activeBefore, Account? activeNow)
    {
        if (activeBefore is null || activeBefore.Id == activeNow?.Id) return;
        OwnFile.Move(ActivePath, PathOf(activeBefore));
        if (activeNow is not null) OwnFile.Move(PathOf(activeNow), ActivePath);
    }

    /// <summary>Deletes what was fetched for an account.</summary>
    /// <exception cref="UserError">A file cannot be deleted.</exception>
    public void Delete(AccountList accounts, Account account)
    {
        foreach (string path in KeptPathsOf(account).Prepend(PathOf(accounts, account))) OwnFile.Delete(path);
    }

    /// <summary>Deletes what was fetched for anybody.</summary>
    /// <exception cref="UserError">A file cannot be deleted.</exception>
    public void DeleteAll()
    {
        foreach (string path in FilesLike("usage.*csv")) OwnFile.Delete(path);
    }

    private string[] KeptPathsOf(Account account) => FilesLike($"usage.{account.Id}{KeptMark}*.csv");

    private string[] FilesLike(string pattern)
    {
        try
        {
            return Directory.Exists(Path) ? Directory.GetFiles(Path, pattern) : [];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UserError($"{Path} could not be listed: {error.Message}");
        }
    }

    private string PathOf(Account account) => System.IO.Path.Join(Path, $"usage.{account.Id}.csv");

    private ExportSummary? SummaryOf(string path)
    {
        try
        {
            bool isReadable = FileStatus.Of(path) is { Kind: FileStatus.FileKind.Regular, Bytes: <= ExportService.DocumentBytesMax };
            return isReadable ? export.Read(File.ReadAllBytes(path)) : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null; // A report says why it cannot be read.
        }
    }
}
