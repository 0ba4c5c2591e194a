using Tokscale.Cli.CommandLine;
using Tokscale.Cli.Rendering;
using Tokscale.Core.Reports;
using Tokscale.Core.Scanning;

namespace Tokscale.Cli.Commands;

/// <summary>The commands that show usage by some keys differ in little more than the keys.</summary>
/// <param name="Title">What the table shows when the keys are the usual ones.</param>
/// <param name="Groups">The usual keys.</param>
/// <param name="Sort">The usual order; null for the one that suits the keys.</param>
internal sealed record UsageCommand(string Title, IReadOnlyList<GroupKey> Groups, RowOrder? Sort = null)
{
    /// <summary>The options that every such command has.</summary>
    public static OptionGroup[] OptionGroups { get; } =
        [FilterOptions.Group, GroupingOptions.Group, CostOptions.ExplainedGroup, OutputOptions.Group, DataOptions.Group];

    public CliCommand Create(string name, string summary, params (string Line, string Purpose)[] examples) =>
        new(name, summary, OptionGroups) { Run = Run, Examples = examples };

    private ExitCode Run(CommandContext context)
    {
        using var run = new ReportRun(context);
        ReportQuery query = QueryOf(context, run, Groups, Sort);
        ScanResult scan = run.Scan();
        UsageReport report = run.Priced(models => UsageReportBuilder.Build(query, scan, models));
        var json = new UsageJson(report, run.Envelope(scan), run.ChosenClients);
        return run.Finish(new Presentation(Table, json.Write) { IsEmpty = report.Rows.Count == 0 }, scan);

        ReportTable Table() => run.Explained(UsageTable.Of(report, TitleOf(query)), report);
    }

    /// <summary>The query that a command line stands for.</summary>
    /// <exception cref="UserError">An option is wrong.</exception>
    public static ReportQuery QueryOf(CommandContext context, ReportRun run, IReadOnlyList<GroupKey> usualGroups, RowOrder? usualOrder)
    {
        var query = new ReportQuery(GroupingOptions.Groups(context, usualGroups))
        {
            Filter = FilterOptions.Read(context, run.Today),
            Zone = run.Zone,
            CostMode = CostOptions.ModeOf(context),
            PriceDate = CostOptions.PriceDateOf(context),
            Sort = usualOrder,
            CostUsdMin = FilterOptions.CostUsdMin(context),
            HidesZeroCost = context.Has(FilterOptions.HideZero),
        };
        return GroupingOptions.Apply(context, query);
    }

    private string TitleOf(ReportQuery query) => query.Groups.SequenceEqual(Groups)
        ? Title
        : $"Usage by {string.Join(", ", query.Groups.Select(key => GroupKeys.NameOf(key).Replace('-', ' ')))}";
}
