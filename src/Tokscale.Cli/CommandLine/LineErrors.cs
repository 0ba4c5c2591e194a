using System.CommandLine;
using System.CommandLine.Parsing;
using Tokscale.Core.Reports;

namespace Tokscale.Cli.CommandLine;

/// <summary>Says in one sentence what is wrong with a command line.</summary>
internal static class LineErrors
{
    /// <summary>A word longer than this is no slip of the finger, and need not be shown whole.</summary>
    private const int WordLengthMax = 60;

    /// <summary>What is shown of a long word: it may be a secret that was meant for somewhere else.</summary>
    private const int WordHeadLength = 16;

    /// <summary>What other programs call our options.</summary>
    private static readonly Dictionary<string, string> s_otherNames = new(StringComparer.Ordinal)
    {
        ["--tz"] = "--timezone",
        ["--no-color"] = "--color never",
        ["--no-colour"] = "--color never",
    };

    /// <exception cref="UserError">The line has a word or option that is none of the command's, so that not even help is sure to be meant.</exception>
    public static void ThrowIfUnknown(ParseResult line, CliCommand command, string[] args)
    {
        if (line.UnmatchedTokens is not [var word, ..]) return;
        throw UserError.InOption(ValuedSwitch(command, args, word) is { } name ? $"{name} takes no value; write {name} alone." : Unknown(word, command));
    }

    // The parser takes --json=true for an option and a word.
    private static string? ValuedSwitch(CliCommand command, string[] args, string value) => command.Options
        .Where(option => option.Arity.MaximumNumberOfValues == 0)
        .SelectMany(option => option.Aliases.Append(option.Name))
        .FirstOrDefault(name => args.Contains($"{name}={value}") || args.Contains($"{name}:{value}"));

    /// <exception cref="UserError">The line has a value or an option that means nothing, or lacks one.</exception>
    public static void ThrowIfWrong(ParseResult line, CliCommand command)
    {
        if (MissingValue(line) is { } option)
            throw UserError.InOption($"{option.Name} needs a value; write {option.Name} {option.HelpName}.");
        if (line.Errors.Count > 0) throw UserError.InOption(Sentence(line, command));
        if (MisplacedOption(line, command) is { } misplaced)
            throw UserError.InOption($"{misplaced.Name} does not apply to '{command.Name}'; see {Path(command)} --help.");
    }

    private static string Unknown(string word, CliCommand command)
    {
        string shown = word.Length > WordLengthMax ? word[..WordHeadLength] + "…" : word;
        bool isOption = word.StartsWith('-');
        string name = word.Split('=', ':')[0];
        IEnumerable<string> known = isOption
            ? command.Options.SelectMany(option => option.Aliases.Append(option.Name)).Where(alias => alias.Length > 2)
            : command.Subcommands.Select(subcommand => subcommand.Name);
        string? meant = s_otherNames.TryGetValue(name, out string? other) && known.Contains(other.Split(' ')[0]) ? other : EditDistance.Nearest(name, known);
        string way = meant is not null ? $"did you mean {meant}?" : $"see {Path(command)} --help.";
        string kind = isOption ? "option" : command.Subcommands.Count > 0 ? "command" : "argument";
        return $"there is no {kind} '{shown}'; {way}";
    }

    private static Option? MissingValue(ParseResult line) =>
        Results(line).FirstOrDefault(result => result.Tokens.Count == 0 && result.Option.Arity.MinimumNumberOfValues > 0 && !result.Implicit)?.Option;

    // Options are shared by commands, so one before the command's name may belong to another command.
    private static Option? MisplacedOption(ParseResult line, CliCommand command) =>
        Results(line).FirstOrDefault(result => !result.Implicit && !command.Options.Contains(result.Option))?.Option;

    private static IEnumerable<OptionResult> Results(ParseResult line)
    {
        for (SymbolResult? result = line.CommandResult; result is CommandResult command; result = result.Parent)
            foreach (OptionResult option in command.Children.OfType<OptionResult>()) yield return option;
    }

    private static string Sentence(ParseResult line, CliCommand command)
    {
        Argument? missing = command.Arguments.FirstOrDefault(argument =>
            argument.Arity.MinimumNumberOfValues > 0 && line.GetResult(argument) is null or { Tokens.Count: 0 });
        if (missing is not null) return $"'{command.Name}' needs {missing.HelpName ?? missing.Name}; see {Path(command)} --help.";
        if (command.Run is null)
            return $"'{command.Name}' needs one of {string.Join(", ", command.Subcommands.Select(subcommand => subcommand.Name))}.";
        OptionResult? repeated = Results(line)
            .FirstOrDefault(result => result.IdentifierTokenCount > 1 && result.Option.Arity.MaximumNumberOfValues <= 1);
        return repeated is not null ? $"{repeated.Option.Name} can be given once." : line.Errors[0].Message;
    }

    private static string Path(CliCommand command) => $"tokscale {command.Path}".Trim();
}
