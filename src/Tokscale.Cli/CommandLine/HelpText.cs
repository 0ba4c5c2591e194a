using System.CommandLine;
using System.Text;
using Tokscale.Terminal;

namespace Tokscale.Cli.CommandLine;

/// <summary>The help of a command, made from its declaration.</summary>
internal static class HelpText
{
    private const int Width = 100;
    private const int Indent = 2;
    private const int TermWidthMax = 30;

    public static string Of(CliCommand command)
    {
        var text = new StringBuilder();
        text.Append(command.Description).Append('\n');
        if (command.Details is { } details) text.Append('\n').AppendJoin('\n', TextWrap.Lines(details, Width)).Append('\n');
        text.Append("\nUsage: ").Append(UsageOf(command)).Append('\n');
        AppendTerms(
            text, "Commands", command.Subcommands.Where(sub => !sub.Hidden).Select(sub => (sub.Name + ArgumentsOf(sub), sub.Description ?? "")));
        AppendTerms(text, "Arguments", command.Arguments.Select(argument => (argument.HelpName ?? argument.Name, argument.Description ?? "")));
        foreach (OptionGroup group in command.Groups)
            AppendTerms(text, group.Title, group.Options.Where(option => !option.Hidden).Select(TermOf));
        AppendTerms(text, "Help", [TermOf(CommandTree.Help), TermOf(CommandTree.Version)]);
        AppendExamples(text, command);
        return text.ToString();
    }

    private static string UsageOf(CliCommand command)
    {
        string path = $"tokscale {command.Path}".Trim();
        string commands = command.Subcommands.Count > 0 ? command.Run is null ? " COMMAND" : " [COMMAND]" : "";
        return $"{path}{commands}{ArgumentsOf(command)}{(command.Groups.Count > 0 ? " [OPTIONS]" : "")}";
    }

    internal static string ArgumentsOf(Command command) =>
        string.Concat(
            command.Arguments.Select(argument => argument.Arity.MinimumNumberOfValues > 0 ? $" {argument.HelpName}" : $" [{argument.HelpName}]"));

    private static (string Term, string Description) TermOf(Option option)
    {
        string names = string.Join(", ", option.Aliases.Append(option.Name).Distinct().OrderBy(name => name.Length));
        string lead = names.StartsWith("--", StringComparison.Ordinal) ? "    " : "";
        return (lead + names + (option.HelpName is { } value ? $" {value}" : ""), option.Description ?? "");
    }

    private static void AppendTerms(StringBuilder text, string title, IEnumerable<(string Term, string Description)> terms)
    {
        (string Term, string Description)[] lines = [.. terms];
        if (lines.Length == 0) return;
        text.Append('\n').Append(title).Append(":\n");
        int termWidth = Math.Min(TermWidthMax, lines.Max(line => line.Term.Length));
        foreach ((string term, string description) in lines)
        {
            text.Append(' ', Indent).Append(term.PadRight(termWidth));
            int column = Indent + termWidth + Indent;
            if (term.Length > termWidth) text.Append('\n').Append(' ', column - Indent);
            text.Append(' ', Indent).AppendJoin("\n" + new string(' ', column), TextWrap.Lines(description, Width - column)).Append('\n');
        }
    }

    private static void AppendExamples(StringBuilder text, CliCommand command)
    {
        if (command.Examples.Count == 0) return;
        text.Append("\nExamples:\n");
        int width = command.Examples.Max(example => example.Line.Length);
        foreach ((string line, string purpose) in command.Examples)
            text.Append(' ', Indent).Append(line.PadRight(width)).Append("  # ").Append(purpose).Append('\n');
    }
}
