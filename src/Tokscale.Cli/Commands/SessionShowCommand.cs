using System.CommandLine;
using Tokscale.Cli.CommandLine;
using Tokscale.Cli.Rendering;
using Tokscale.Core.Reports;
using Tokscale.Core.Scanning;

namespace Tokscale.Cli.Commands;

/// <summary>One session, call by call.</summary>
internal static class SessionShowCommand
{
    private const int NamedSessionsMax = 5;

    private static readonly Argument<string> s_id = new("id")
    {
        HelpName = "ID",
        Description = "The session's id, or its beginning",
        Arity = ArgumentArity.ExactlyOne,
    };

    public static CliCommand Create()
    {
        var command = new CliCommand(
            "show", "One session: its calls, and its cost by exact model id",
            new OptionGroup("Filters", [.. FilterOptions.Clients, FilterOptions.Timezone]), CostOptions.ExplainedGroup, OutputOptions.Group, DataOptions.Group)
        {
            Run = Run,
        };
        command.Arguments.Add(s_id);
        return command;
    }

    private static ExitCode Run(CommandContext context)
    {
        string id = context.Line.GetValue(s_id)!;
        using var run = new ReportRun(context);
        CostMode mode = CostOptions.ModeOf(context);
        PriceDate priceDate = CostOptions.PriceDateOf(context);
        ScanResult scan = run.Scan();
        SessionDetail session = Only(run.Priced(models => SessionDetail.Find(scan, id, mode, models, priceDate)), id);
        var view = new SessionView(session, run.Envelope(scan));
        return run.Finish(new Presentation(() => view.Table() with { Sections = run.Explain(session.Prices) }, view.WriteJson), scan);
    }

    private static SessionDetail Only(IReadOnlyList<SessionDetail> found, string id) => found.Count switch
    {
        0 => throw new UserError($"there is no session '{id}'; 'tokscale sessions' lists them."),
        1 => found[0],
        _ => throw new UserError($"{found.Count} sessions begin with '{id}', such as {Some(found)}; write more of the id."),
    };

    private static string Some(IReadOnlyList<SessionDetail> found) =>
        string.Join(", ", found.Take(NamedSessionsMax).Select(session => session.SessionId));
}
