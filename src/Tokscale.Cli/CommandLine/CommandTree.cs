using System.CommandLine;
using Tokscale.Cli.Commands;
using Tokscale.Cli.Commands.Accounts;
using Tokscale.Core.Sources;

namespace Tokscale.Cli.CommandLine;

/// <summary>Every command there is.</summary>
internal static class CommandTree
{
    public static readonly Option<bool> Help = Flags.Switch("--help", "Show this help", "-h");
    public static readonly Option<bool> Version = Flags.Switch("--version", "Show the version", "-V");

    /// <summary>The commands in the order of the help, each under its name.</summary>
    private static readonly (string Name, Func<CliCommand> Create)[] s_commands =
    [
        ("models", ModelsCommand.Create), ("daily", DailyCommand.Create), ("weekly", WeeklyCommand.Create),
        ("monthly", MonthlyCommand.Create), ("hourly", HourlyCommand.Create), ("sessions", SessionsCommand.Create),
        ("projects", ProjectsCommand.Create), ("agents", AgentsCommand.Create), ("blocks", BlocksCommand.Create),
        ("pricing", PricingCommand.Create), ("clients", ClientsCommand.Create), ("doctor", DoctorCommand.Create),
        ("verify", VerifyCommand.Create), ("check", CheckCommand.Create), ("budget", BudgetCommand.Create),
        .. SourceRegistry.All.Where(source => source.Export is not null).Select(NamedAccountCommand),
        ("statusline", StatuslineCommand.Create), ("graph", GraphCommand.Create), ("export", ExportCommand.Create),
        ("archive", ArchiveCommand.Create), ("time-metrics", TimeMetricsCommand.Create), ("config", ConfigCommand.Create),
        ("cache", CacheCommand.Create), ("completions", CompletionsCommand.Create), ("man", ManCommand.Create),
    ];

    private static readonly Lazy<CliCommand> s_root = new(() => Build(s_commands));

    /// <summary>The program itself, with every command.</summary>
    public static CliCommand Root => s_root.Value;

    /// <summary>Splits a command line. What is wrong with it is in the result.</summary>
    public static ParseResult Parse(IReadOnlyList<string> args)
    {
        // "help daily", as other programs have it.
        if (args.Count > 0 && args[0] == "help") args = [.. args.SkipWhile(word => word == "help"), Help.Name];
        // To make all commands takes longer than to run some; the line can only mean those that it names.
        CliCommand root = Build(s_commands.Where(command => args.Contains(command.Name)));
        ParseResult line = Parse(root, args);
        bool isHelpNeeded = line.CommandResult.Command == root && (line.Errors.Count > 0 || line.UnmatchedTokens.Count > 0 || line.GetValue(Help));
        return isHelpNeeded ? Parse(Root, args) : line;
    }

    private static ParseResult Parse(CliCommand root, IReadOnlyList<string> args) =>
        root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });

    private static CliCommand Build(IEnumerable<(string Name, Func<CliCommand> Create)> commands)
    {
        CliCommand models = ModelsCommand.Create();
        var root = new CliCommand(
            "tokscale", "Tells what AI coding agents used and what it cost, from the logs they leave on this machine.", [.. models.Groups])
        {
            Run = models.Run,
            Examples = ModelsCommand.Examples,
        };
        foreach ((string name, Func<CliCommand> create) in commands) root.Subcommands.Add(name == models.Name ? models : create());
        return root;
    }

    private static (string Name, Func<CliCommand> Create) NamedAccountCommand(UsageSource source) =>
        (source.Id, () => AccountCommand.Create(source));
}
