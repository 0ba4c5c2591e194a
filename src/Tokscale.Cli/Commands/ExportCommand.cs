using Tokscale.Cli.CommandLine;
using Tokscale.Cli.Hosting;
using Tokscale.Cli.Rendering;
using Tokscale.Core.Reports;
using Tokscale.Core.Scanning;
using Tokscale.Core.Usage;

namespace Tokscale.Cli.Commands;

/// <summary>Every billed call, for databases and spreadsheets.</summary>
internal static class ExportCommand
{
    public static CliCommand Create() =>
        new(
            "export", "Every billed call, one a line, as NDJSON (the default), CSV or TSV",
            FilterOptions.Group, CostOptions.Group, OutputOptions.Group, DataOptions.Group)
        {
            Run = Run,
            Examples =
            [
                ("tokscale export --csv --output calls.csv", "for a spreadsheet"),
                ("tokscale export | duckdb -c \"select model, sum(cost) from read_ndjson('/dev/stdin') group by 1\"", "for a database"),
            ],
        };

    private static ExitCode Run(CommandContext context)
    {
        OutputFormat format = OutputOptions.FormatOf(context) ?? OutputFormat.Ndjson;
        if (format is not (OutputFormat.Ndjson or OutputFormat.Csv or OutputFormat.Tsv))
            throw UserError.InOption("'export' writes ndjson, csv or tsv; choose one of them with --format.");
        using var run = new ReportRun(context);
        ReportQuery query = new([])
        {
            Filter = FilterOptions.Read(context, run.Today),
            Zone = run.Zone,
            CostMode = CostOptions.ModeOf(context),
            PriceDate = CostOptions.PriceDateOf(context),
        };
        ScanResult scan = run.Scan();
        // The lines are written as they are made, so the prices must be the best before the first.
        run.Priced(models => UsageReportBuilder.Build(query, scan, models));
        var pricing = new CallPricing(scan, run.Prices.Catalog, query.CostMode, query.PriceDate);
        ExitCode written = ReportOutput.Stream(context.Host, context.ValueOf(OutputOptions.Output), output =>
        {
            using var events = new EventWriter(output, format, run.Zone);
            EventSelection.Visit(scan, query, run.Prices.Catalog, (int source, in UsageEvent call) => events.Write(scan, pricing, source, call));
        });
        return written is ExitCode.Done ? run.SayLosses(scan) : written;
    }
}
