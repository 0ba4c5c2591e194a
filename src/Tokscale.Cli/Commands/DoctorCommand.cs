using System.Globalization;
using System.Text.Json;
using Tokscale.Cli.CommandLine;
using Tokscale.Cli.Rendering;
using Tokscale.Core.Accounts;
using Tokscale.Core.Pricing.Feed;
using Tokscale.Core.Reports;
using Tokscale.Core.Scanning;

namespace Tokscale.Cli.Commands;

/// <summary>Why a number may be off.</summary>
internal static class DoctorCommand
{
    // A list of this age has had a day to be fetched again, and was not.
    private static readonly TimeSpan s_freshPrices = TimeSpan.FromHours(24);

    public static CliCommand Create() =>
        new(
            "doctor", "Why a number may be off; exits with 1 when something needs attention",
            FilterOptions.Group, CostOptions.Group, OutputOptions.Group, DataOptions.Group)
        {
            Run = Run,
        };

    private static ExitCode Run(CommandContext context)
    {
        using var run = new ReportRun(context);
        ReportQuery query = new([GroupKey.Client])
        {
            Filter = FilterOptions.Read(context, run.Today),
            Zone = run.Zone,
            CostMode = CostOptions.ModeOf(context),
            PriceDate = CostOptions.PriceDateOf(context),
        };
        ScanResult scan = run.Scan();
        UsageReport report = run.Priced(models => UsageReportBuilder.Build(query, scan, models));
        DoctorFinding[] findings =
        [
            .. ScanFindings(scan), .. run.StaleExports().Select(FindingOf), .. PriceFindings(report),
            .. StalePrices(run.Prices.SourcesInUse, run.Clock.GetUtcNow()),
        ];
        JsonEnvelope envelope = run.Envelope(scan);
        ExitCode written = run.Finish(new Presentation(() => Table(findings), json => Write(json, findings, envelope)), scan);
        return written is ExitCode.Done && findings.Any(finding => finding.NeedsAttention) ? ExitCode.Failed : written;
    }

    private static IEnumerable<DoctorFinding> ScanFindings(ScanResult scan)
    {
        if (scan.Sources.All(source => source.FileCount == 0))
            yield return new(
                "noLogs", 1, NeedsAttention: true, "No logs of any agent were found",
                "'tokscale clients --all' shows where they were looked for; --home names another home.");
        IEnumerable<Problem> problems = scan.Problems;
        foreach (IGrouping<ProblemKind, Problem> group in problems.GroupBy(problem => problem.Kind).OrderBy(group => group.Key))
        {
            bool isRepaired = group.Key is ProblemKind.Undated or ProblemKind.RefusedNumber or ProblemKind.DoubtfulFile;
            yield return new(
                ProblemText.WordFor(group.Key), group.Sum(problem => (long)problem.Count), !isRepaired, $"First in {group.First().Path}",
                isRepaired ? "Counted all the same; --diagnostics lists all." : "Not counted; --diagnostics lists all.");
        }
        int duplicates = scan.Sources.Sum(source => source.DuplicatesDropped);
        if (duplicates > 0)
            yield return new(
                "copies", duplicates, NeedsAttention: false, "Records that repeat a call already counted",
                "Resumed, forked and streamed sessions write calls more than once.");
    }

    private static DoctorFinding FindingOf(StaleExport stale) => new(
        "stale", stale.Days ?? 0, NeedsAttention: true, $"The usage of {stale.Source.Name} {stale.State}",
        $"What came since is in no total; '{stale.Remedy}' fetches it.");

    private static IEnumerable<DoctorFinding> PriceFindings(UsageReport report)
    {
        foreach (UnpricedModel model in report.UnpricedModels)
            yield return new(
                "unpriced", model.Tokens, NeedsAttention: true,
                string.Create(CultureInfo.InvariantCulture, $"No price for {model.ModelId}, {model.Tokens:N0} tokens"),
                "Its cost is not in any total.");
        int estimated = report.Rows.Count(row => row.Figures.IsEstimated);
        if (estimated > 0)
            yield return new(
                "estimates", estimated, NeedsAttention: false, "Agents with figures marked ~",
                "Tokens guessed by the agent, or a price that stands in for one not published.");
    }

    // Whoever works without a connection knows it; that a list could not be fetched is news.
    private static IEnumerable<DoctorFinding> StalePrices(IEnumerable<PriceSourceState> sources, DateTimeOffset now)
    {
        foreach (PriceSourceState source in sources)
        {
            DateTimeOffset time = source.FetchedAt ?? new DateTimeOffset(source.Date.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
            if (now - time < s_freshPrices) continue;
            int days = (int)(now - time).TotalDays;
            string origin = source.Origin is PriceOrigin.Embedded ? "built into the program" : "kept from an earlier run";
            string failure = source.Failure is { } reason ? $" A newer list did not come: {reason}." : "";
            yield return new(
                "stalePrices", days, NeedsAttention: source.Failure is not null,
                string.Create(CultureInfo.InvariantCulture, $"Prices of {source.Source} are {days} days old, of {time:yyyy-MM-dd}, {origin}"),
                $"Prices that changed since are billed as they were; a run with --refresh and without --offline fetches new ones.{failure}");
        }
    }

    private static ReportTable Table(DoctorFinding[] findings) => new(
        findings.Length == 0 ? "Nothing found: every record was read and has a price" : "Findings",
        [
            new("attention", "", ColumnKind.Text), new("kind", "Finding", ColumnKind.Text) { IsKey = true }, new("count", "Count", ColumnKind.Count),
            new("what", "What", ColumnKind.Text) { IsProse = true }, new("advice", "Meaning", ColumnKind.Text) { IsProse = true },
        ],
        [
            .. findings.Select(finding => (IReadOnlyList<Cell>)
            [
                Cell.Of(finding.NeedsAttention ? "!" : ""), Cell.Of(finding.Kind), Cell.Of(finding.Count),
                Cell.Of(finding.What), Cell.Of(finding.Advice),
            ]),
        ]);

    private static void Write(Utf8JsonWriter json, DoctorFinding[] findings, JsonEnvelope envelope)
    {
        json.WriteStartObject();
        envelope.WriteHead(json);
        json.WriteBoolean("needsAttention", findings.Any(finding => finding.NeedsAttention));
        json.WriteStartArray("findings");
        foreach (DoctorFinding finding in findings)
        {
            json.WriteStartObject();
            json.WriteString("kind", finding.Kind);
            json.WriteNumber("count", finding.Count);
            json.WriteBoolean("needsAttention", finding.NeedsAttention);
            json.WriteString("what", finding.What);
            json.WriteString("advice", finding.Advice);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        envelope.WriteTail(json);
        json.WriteEndObject();
    }
}
