using System.CommandLine;
using System.Text;
using Tokscale.Cli.Settings;
using Tokscale.Core.Sources;

namespace Tokscale.Cli.CommandLine;

/// <summary>The manual page, made from the declarations of commands, options and settings; roff with the man macros.</summary>
internal sealed class ManPage
{
    private static readonly (ExitCode Code, string Meaning)[] s_exitCodes =
    [
        (ExitCode.Done, "Done; also when there was no usage, or parts could not be read, which standard error says."),
        (ExitCode.Failed, "It could not be done, doctor or verify found something, or --strict is given and something was skipped."),
        (ExitCode.BadCommandLine, "The command line is wrong."),
        (ExitCode.OverBudget, "Over budget: check, budget check."),
        (ExitCode.Interrupted, "Interrupted."),
    ];

    private static readonly (string Path, string Meaning)[] s_files =
    [
        ("~/.config/tokscale/settings.json", "Settings; see config. $TOKSCALE_CONFIG_DIR or $XDG_CONFIG_HOME/tokscale if set."),
        ("~/.config/tokscale/custom-pricing.json", "Your own prices."),
        ("~/.cache/tokscale/", "What was read and fetched before; may be deleted at any time. $XDG_CACHE_HOME/tokscale if set."),
    ];

    private readonly StringBuilder _text = new();

    public static string Of(CliCommand root)
    {
        var page = new ManPage();
        page.Write(root);
        return page._text.ToString();
    }

    private void Write(CliCommand root)
    {
        _text.Append($".TH TOKSCALE 1 \"\" \"tokscale {ProductVersion.Text}\"\n");
        Section("NAME");
        _text.Append("tokscale \\- ").Append(Escape(Lower(root.Description))).Append('\n');
        Section("SYNOPSIS");
        _text.Append(".B tokscale\n[COMMAND] [OPTIONS]\n");
        Section("DESCRIPTION");
        _text.Append("Without a command, tokscale shows usage and cost by agent and model.\n");
        Section("COMMANDS");
        foreach (CliCommand command in root.Subcommands.OfType<CliCommand>()) WriteCommand(command, root);
        foreach (OptionGroup group in root.Groups) WriteOptions($"OPTIONS: {group.Title.ToUpperInvariant()}", group.Options);
        WriteOptions("OPTIONS: HELP", [CommandTree.Help, CommandTree.Version]);
        WriteTerms("ENVIRONMENT", Setting.All.Select(setting => (setting.Variable, $"What {setting.Option.Name} is when it is not given.")));
        WriteTerms("FILES", s_files.Concat(SourceRegistry.All.Where(source => source.Export is not null).Select(FileOf)));
        WriteTerms("EXIT STATUS", s_exitCodes.Select(code => (((int)code.Code).ToString(System.Globalization.CultureInfo.InvariantCulture), code.Meaning)));
        Section("EXAMPLES");
        foreach ((string line, string purpose) in root.Examples) WriteTerm(line, purpose);
    }

    private static (string Path, string Meaning) FileOf(UsageSource source) =>
        ($"~/.config/tokscale/{source.Export!.CredentialsFile}", $"Sessions at {source.Name}, for your eyes only; see {source.Id}.");

    /// <summary>A command with the options that only it has.</summary>
    private void WriteCommand(CliCommand command, CliCommand root)
    {
        string? meaning = command.Details is { } details ? $"{command.Description}. {details}" : command.Description;
        WriteTerm($"{command.Path}{HelpText.ArgumentsOf(command)}", meaning);
        Option[] own = [.. command.Groups.SelectMany(group => group.Options).Where(option => !option.Hidden && !root.Options.Contains(option))];
        foreach (Option option in own) _text.Append(".RS\n").Append(Term(option)).Append(".RE\n");
        foreach (CliCommand child in command.Subcommands.OfType<CliCommand>()) WriteCommand(child, root);
    }

    private void WriteOptions(string title, IEnumerable<Option> options)
    {
        Section(title);
        foreach (Option option in options.Where(option => !option.Hidden)) _text.Append(Term(option));
    }

    private void WriteTerms(string title, IEnumerable<(string Term, string Meaning)> terms)
    {
        Section(title);
        foreach ((string term, string meaning) in terms) WriteTerm(term, meaning);
    }

    private void WriteTerm(string term, string? meaning) => _text.Append($".TP\n.B {Escape(term)}\n{Escape(meaning)}\n");

    private static string Term(Option option)
    {
        string names = string.Join(", ", option.Aliases.Append(option.Name).Distinct().OrderBy(name => name.Length));
        return $".TP\n.B {Escape(names)}{(option.HelpName is { } value ? $" \\fI{Escape(value)}\\fR" : "")}\n{Escape(option.Description)}\n";
    }

    private void Section(string title) => _text.Append($".SH \"{title}\"\n");

    private static string Lower(string? sentence) => sentence is { Length: > 1 } ? char.ToLowerInvariant(sentence[0]) + sentence[1..].TrimEnd('.') : "";

    /// <summary>Text that roff shows as it is: no escapes, no dot or quote at the start of a line; it may break behind a comma.</summary>
    private static string Escape(string? text)
    {
        string safe = (text ?? "").Replace("\\", "\\e", StringComparison.Ordinal).Replace("-", "\\-", StringComparison.Ordinal)
            .Replace(",", ",\\:", StringComparison.Ordinal);
        return safe.StartsWith('.') || safe.StartsWith('\'') ? "\\&" + safe : safe;
    }
}
