using System.CommandLine;
using Tokscale.Cli.CommandLine;
using Tokscale.Core.Accounts;
using Tokscale.Core.Reports;
using Tokscale.Core.Sources;

namespace Tokscale.Cli.Commands.Accounts;

/// <summary>Saves a session at a service, after the service has taken it.</summary>
internal static class LoginCommand
{
    public static readonly Option<string?> TokenFile = Flags.Value(
        "--token-file", "FILE", "Read the token from a file; - is standard input");

    private static readonly Option<string?> s_token = Flags.Value(
        "--token", "TOKEN", "The token itself; the shell's history keeps it, and others can see it in the list of processes");

    private static readonly Option<string?> s_name = Flags.Value("--name", "LABEL", "What you want to call the account");

    public static CliCommand Create(UsageSource source) =>
        new(
            "login", $"Log in to {source.Name} with the token of your browser's session",
            new OptionGroup("Login", [TokenFile, s_token, s_name, AccountOptions.NoCheck, AccountOptions.Offline]))
        {
            Run = context => Run(new AccountRun(context, source)),
            Details = $"{source.Export!.TokenAdvice} The token is asked for, or read from standard input. "
                + $"It is saved where only you can read it, and sent to {new Uri(source.Export.Address).Host} only.",
            Examples =
            [
                ($"tokscale {source.Id} login", "asks for the token and does not show it"),
                ($"pass show {source.Id} | tokscale {source.Id} login --name work", "from a password manager"),
            ],
        };

    private static ExitCode Run(AccountRun run)
    {
        AccountList before = run.LoadOrReplace();
        SessionToken token = run.Export.ReadToken(TokenInput.Read(run.Context, s_token, TokenFile, run.Source.Name))
            ?? throw UserError.InOption($"what was given is no token. {run.Export.TokenAdvice}");
        Account account = AccountOf(run, before, token);
        bool isChecked = !run.Context.Has(AccountOptions.NoCheck) && !AccountOptions.IsOffline(run.Context);
        if (isChecked) Check(run, token);
        run.Save(before, before.With(account));
        string doubt = isChecked ? "" : ", unchecked";
        run.Say($"Logged in to {run.Source.Name} as {account.DisplayName}{doubt}; '{run.LineOf("sync")}' fetches its usage.");
        return ExitCode.Done;
    }

    private static Account AccountOf(AccountRun run, AccountList known, SessionToken token)
    {
        string? label = run.Context.ValueOf(s_name)?.Trim();
        if (label is { Length: 0 }) throw UserError.InOption($"{s_name.Name} needs a name.");
        string id = Account.IdOf(token.User) ?? Account.IdOf(label) ?? Account.UsualId;
        if (label is not null && known.Find(label) is { } other && other.Id != id)
            throw UserError.InOption($"{s_name.Name} '{label}' is taken by the account {other.Id}; choose another name.");
        return new Account(id, token)
        {
            UserId = token.User,
            CreatedMs = run.Context.Host.Clock.GetUtcNow().ToUnixTimeMilliseconds(),
            Label = label ?? known.Accounts.FirstOrDefault(account => account.Id == id)?.Label,
        };
    }

    private static void Check(AccountRun run, SessionToken token)
    {
        ServiceAnswer answer = run.Ask(service => service.CheckAsync(token));
        if (answer.IsRefused)
            throw new UserError($"{run.Source.Name} does not take the token: it is wrong or has expired. {run.Export.TokenAdvice}");
        if (answer.Failure is { } failure)
            throw new UserError($"the token could not be checked: {failure}; {AccountOptions.NoCheck.Name} saves it unchecked.");
    }
}
