using Tokscale.Cli.CommandLine;
using Tokscale.Cli.Hosting;
using Tokscale.Core.Accounts;
using Tokscale.Core.Files;
using Tokscale.Core.Reports;
using Tokscale.Core.Sources;

namespace Tokscale.Cli.Commands.Accounts;

/// <summary>One run of a command about the accounts of an agent's service.</summary>
internal sealed class AccountRun
{
    private readonly HomeDirectory _home;

    /// <exception cref="UserError">No home is known.</exception>
    public AccountRun(CommandContext context, UsageSource source)
    {
        _home = context.Host.UserHome
            ?? throw new UserError("your home directory is unknown because HOME is not set, so there is no place for accounts.");
        Context = context;
        Source = source;
        Export = source.Export ?? throw new ArgumentException($"{source.Name} has nothing to fetch", nameof(source));
        Credentials = new CredentialsFile(_home, Export);
        Exports = new ExportFolder(_home, Export);
    }

    public CommandContext Context { get; }

    public UsageSource Source { get; }

    public UsageExport Export { get; }

    public CredentialsFile Credentials { get; }

    public ExportFolder Exports { get; }

    /// <summary>The accounts. Says when others can read them.</summary>
    /// <exception cref="UserError">The file with them cannot be used.</exception>
    public AccountList Load()
    {
        AccountList accounts = Credentials.Load();
        if (Credentials.IsOpenToOthers) Say($"warning: others on this machine can read {Credentials.Current}; 'chmod 600' keeps them out.");
        return accounts;
    }

    /// <summary>As <see cref="Load"/>, but nothing of a file that nobody can use is kept.</summary>
    /// <exception cref="UserError">The file cannot be read, or a newer version wrote it.</exception>
    public AccountList LoadOrReplace()
    {
        if (Credentials.Read(out string? problem) is not null) return Load();
        Say($"warning: {Credentials.Current} {problem}; logging in replaces it.");
        return AccountList.Empty;
    }

    /// <summary>The account that the command line names, else the active one.</summary>
    /// <exception cref="UserError">There is no such account, or none at all.</exception>
    public Account Chosen(AccountList accounts) => NameOfAccount is { } name ? Named(accounts, name)
        : accounts.Active ?? throw new UserError($"nobody is logged in to {Source.Name}; '{LineOf("login")}' does that.");

    /// <exception cref="UserError">There is no such account. The name is not repeated: it may be a token, given in the wrong place.</exception>
    public Account Named(AccountList accounts, string name) => accounts.Find(name)
        ?? throw new UserError($"there is no account of that id or name; '{LineOf("accounts")}' lists them.");

    /// <summary>Saves accounts, and gives their exports the names they have then.</summary>
    /// <exception cref="UserError">Something cannot be written.</exception>
    public void Save(AccountList before, AccountList now)
    {
        Credentials.Save(now);
        Exports.Rename(before.Active, now.Active);
    }

    /// <summary>Asks the service something, and shows that it goes on.</summary>
    public T Ask<T>(Func<ExportService, Task<T>> ask)
    {
        using var service = new ExportService(_home, Export, Context.Host.Clock);
        bool isSpinnerWanted = !Context.Has(OutputOptions.NoSpinner);
        using Spinner? spinner = Spinner.Start(Context.Host, isSpinnerWanted, () => $"waiting for {Source.Name}");
        return ask(service).GetAwaiter().GetResult();
    }

    public void Say(string message) => Context.Host.Say(message);

    /// <summary>A command line of this agent's.</summary>
    public string LineOf(string command) => $"tokscale {Source.Id} {command}";

    private string? NameOfAccount => Context.Line.CommandResult.Command.Arguments.Contains(AccountOptions.Account)
        ? Context.Line.GetValue(AccountOptions.Account) ?? Context.ValueOf(AccountOptions.Name)
        : null;
}
