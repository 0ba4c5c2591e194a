using System.CommandLine;
using Tokscale.Cli.Hosting;
using Tokscale.Cli.Settings;

namespace Tokscale.Cli.CommandLine;

/// <summary>
/// What a command works with. An option that the command line does not give has the value of the user's environment or
/// settings, if there is a setting for it; the built-in example knows no settings, so that it is the same everywhere.
/// </summary>
internal sealed class CommandContext(ParseResult line, CliHost host)
{
    public ParseResult Line { get; } = line;

    public CliHost Host { get; } = host;

    /// <summary>Settings of the user.</summary>
    public UserSettings Settings => field ??= UserSettings.Of(Host);

    public bool Has(Option<bool> option) =>
        Line.GetValue(option) || (SettingOf(option) is { } value && Setting.SwitchOf(option.Name, value));

    /// <summary>The value of an option; null when it is not given.</summary>
    public string? ValueOf(Option<string?> option) => Line.GetValue(option) ?? SettingOf(option);

    /// <summary>True when the command line itself gives an option.</summary>
    public bool IsGiven(Option option) => Line.GetResult(option) is { Implicit: false };

    private string? SettingOf(Option option)
    {
        if (Setting.All.FirstOrDefault(setting => setting.Option == option) is not { } setting) return null;
        bool isOptionOfCommand = Line.CommandResult.Command.Options.Contains(option);
        return isOptionOfCommand && !Line.GetValue(DataOptions.Sample) ? Settings.Find(setting)?.Value : null;
    }
}
