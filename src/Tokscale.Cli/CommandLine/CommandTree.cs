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

    public static CliCommand Root { get; } = Build();

    /// <summary>Splits a command line. What is wrong with it is in the result.</summary>
    public static ParseResult Parse(IReadOnlyList<string> args) =>
        Root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });

    private static CliCommand Build()
    {
        CliCommand models = ModelsCommand.Create();
        var root = new CliCommand(
            "tokscale", "Tells what AI coding agents used and what it cost, from the logs they leave on this machine.", [.. models.Groups])
        {
            Run = models.Run,
            Examples = ModelsCommand.Examples,
        };
        CliCommand[] commands =
        [
            models, DailyCommand.Create(), WeeklyCommand.Create(), MonthlyCommand.Create(), HourlyCommand.Create(),
            SessionsCommand.Create(), ProjectsCommand.Create(), AgentsCommand.Create(), BlocksCommand.Create(),
            PricingCommand.Create(), ClientsCommand.Create(), DoctorCommand.Create(), VerifyCommand.Create(),
            CheckCommand.Create(), BudgetCommand.Create(),
            .. SourceRegistry.All.Where(source => source.Export is not null).Select(AccountCommand.Create),
            StatuslineCommand.Create(), GraphCommand.Create(), ExportCommand.Create(), ArchiveCommand.Create(), TimeMetricsCommand.Create(),
            ConfigCommand.Create(), CacheCommand.Create(), CompletionsCommand.Create(), ManCommand.Create(),
        ];
        foreach (CliCommand command in commands) root.Subcommands.Add(command);
        return root;
    }
}
