using Tokscale.Cli.CommandLine;
using Tokscale.Cli.Rendering;
using Tokscale.Core.Reports;
using Tokscale.Core.Scanning;

namespace Tokscale.Cli.Commands;

/// <summary>Contributions by day, as JSON for graphs.</summary>
internal static class GraphCommand
{
    public static CliCommand Create() =>
        new("graph", "Contributions by day, as JSON for graphs", FilterOptions.Group, CostOptions.Group, OutputOptions.Group, DataOptions.Group)
        {
            Run = Run,
        };

    private static ExitCode Run(CommandContext context)
    {
        using var run = new ReportRun(context, OutputFormat.Json);
        ReportQuery query = new([GroupKey.Day])
        {
            Filter = FilterOptions.Read(context, run.Today),
            Zone = run.Zone,
            CostMode = CostOptions.ModeOf(context),
            PriceDate = CostOptions.PriceDateOf(context),
        };
        ScanResult scan = run.Scan();
        UsageReport days = run.Priced(models => UsageReportBuilder.Build(query, scan, models));
        var graph = new GraphJson(
            days,
            UsageReportBuilder.Build(
                query with { Groups = [GroupKey.Day, GroupKey.Client, GroupKey.Model, GroupKey.Provider] }, scan, run.Prices.Catalog),
            ActivityBuilder.Build(scan, query, run.Prices.Catalog),
            run.Envelope(scan));
        return run.Finish(new Presentation(() => UsageTable.Of(days, "Contributions by day"), graph.Write) { IsEmpty = days.Rows.Count == 0 }, scan);
    }
}
