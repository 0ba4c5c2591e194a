using System.CommandLine;

namespace Tokscale.Cli.CommandLine;

/// <summary>A command: its words, its options and what it does.</summary>
internal sealed class CliCommand : Command
{
    public CliCommand(string name, string summary, params OptionGroup[] groups)
        : base(name, summary)
    {
        Groups = groups;
        foreach (Option option in groups.SelectMany(group => group.Options)) Options.Add(option);
        Options.Add(CommandTree.Help);
        Options.Add(CommandTree.Version);
    }

    public IReadOnlyList<OptionGroup> Groups { get; }

    /// <summary>The words that lead to the command, without the program's name; empty for the program itself.</summary>
    public string Path => Parents.OfType<CliCommand>().FirstOrDefault() is { } parent ? $"{parent.Path} {Name}".Trim() : "";

    /// <summary>What it does; null for commands that only hold others.</summary>
    public Func<CommandContext, ExitCode>? Run
    {
        get;
        init
        {
            field = value;
            // The parser demands a further command from one without an action. Ours are run by Runner, with the host.
            SetAction(_ => (int)ExitCode.Done);
        }
    }

    /// <summary>What else one must know before using it, in sentences; null when the summary says all.</summary>
    public string? Details { get; init; }

    /// <summary>Examples for the help: a command line and what it is for.</summary>
    public IReadOnlyList<(string Line, string Purpose)> Examples { get; init; } = [];
}
