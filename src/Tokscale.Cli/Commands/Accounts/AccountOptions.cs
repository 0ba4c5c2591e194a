using System.CommandLine;
using Tokscale.Cli.CommandLine;
using Tokscale.Cli.Settings;

namespace Tokscale.Cli.Commands.Accounts;

/// <summary>Options that several commands about accounts have.</summary>
internal static class AccountOptions
{
    public static readonly Option<bool> Offline = Flags.Switch("--offline", "Open no connection", "-O");
    public static readonly Option<bool> NoCheck = Flags.Switch("--no-check", "Do not ask the service whether the session is valid");

    public static readonly Argument<string?> Account = new("account")
    {
        HelpName = "ACCOUNT",
        Description = "Its id or name, as 'accounts' shows it; else the active one",
        Arity = ArgumentArity.ZeroOrOne,
    };

    /// <summary>The same as an option, for scripts that were written for tokscale 4.</summary>
    public static readonly Option<string?> Name = new("--name") { HelpName = "ACCOUNT", Hidden = true };

    /// <summary>True when the command line, the environment or a setting forbids connections.</summary>
    public static bool IsOffline(CommandContext context)
    {
        if (context.Has(Offline)) return true;
        Setting setting = Setting.Of(CostOptions.Offline);
        string? value = context.Settings.Find(setting)?.Value ?? context.Host.UserHome?.Variable(setting.Variable);
        return value is not null && Setting.SwitchOf(setting.Key, value);
    }
}
