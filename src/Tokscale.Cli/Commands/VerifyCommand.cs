using System.Diagnostics;
using System.Globalization;
using Tokscale.Cli.CommandLine;
using Tokscale.Cli.Rendering;
using Tokscale.Core.Recounting;
using Tokscale.Core.Reports;
using Tokscale.Core.Scanning;

namespace Tokscale.Cli.Commands;

/// <summary>Counts everything a second time with readers that know nothing of the first ones.</summary>
internal static class VerifyCommand
{
    /// <summary>Differences that are told in words; JSON has more.</summary>
    private const int DifferencesToldMax = 20;

    public static CliCommand Create() =>
        new(
            "verify", "Counts the logs again with second, simple readers; exits with 1 when the sums differ",
            FilterOptions.ClientsAndDays, OutputOptions.Group, DataOptions.Group)
        {
            Run = Run,
        };

    private static ExitCode Run(CommandContext context)
    {
        using var run = new ReportRun(context, fetchesPrices: false);
        DateRange days = FilterOptions.Days(context, run.Today);
        long started = Stopwatch.GetTimestamp();
        (ScanResult scan, IReadOnlyList<SourceRecount> sources) = run.Read(run.Sources, request => Recount(request, run.Zone, days));
        TimeSpan time = Stopwatch.GetElapsedTime(started);
        JsonEnvelope envelope = run.Envelope(scan);
        ExitCode written = run.Finish(
            new Presentation(() => Table(sources) with { Notes = [.. Notes(sources, time)] }, json => VerifyJson.Write(json, sources, envelope)), scan);
        return written is ExitCode.Done && sources.Any(source => !source.Agrees) ? ExitCode.Failed : written;
    }

    /// <summary>Each source's own logs, without what only the archive remembers: nobody can read that twice.</summary>
    private static (ScanResult Scan, IReadOnlyList<SourceRecount> Sources) Recount(ScanRequest request, ReportZone zone, DateRange days)
    {
        request = request with { AssignsGatewayCalls = false, ArchivePath = null };
        ScanResult scan = UsageScan.Run(request);
        return (scan, UsageRecount.Run(request, scan, zone, days));
    }

    private static ReportTable Table(IReadOnlyList<SourceRecount> sources) => new(
        "Counted and counted again",
        [
            new("client", "Client", ColumnKind.Text) { IsKey = true }, new("files", "Files", ColumnKind.Count) { DropRank = 3 },
            new("bytes", "Bytes", ColumnKind.Count) { DropRank = 4 },
            new("calls", "Calls", ColumnKind.Count), new("recountedCalls", "Again", ColumnKind.Count) { DropRank = 1 },
            new("tokens", "Tokens", ColumnKind.Count), new("recountedTokens", "Again", ColumnKind.Count) { DropRank = 2 },
            new("result", "Result", ColumnKind.Text),
        ],
        [
            .. sources.Select(source => (IReadOnlyList<Cell>)
            [
                Cell.Of(source.Source.Id), Cell.Of((long)source.FileCount), Cell.Of(source.FileBytes),
                Cell.Of(source.Counted.Calls), Cell.Of(source.Recounted?.Calls),
                Cell.Of(TokenSums.Total(source.Counted.Tokens)),
                Cell.Of(source.Recounted is { } again ? TokenSums.Total(again.Tokens) : null),
                Cell.Of(Result(source)),
            ]),
        ]);

    private static string Result(SourceRecount source) =>
        source.Failure is not null ? "failed"
        : source.Recounted is null ? "not recounted"
        : source.Differences.Count == 0 ? "agrees"
        : Text($"differs in {source.Differences.Count:N0}");

    private static string Count(long count, string word) => Text($"{count:N0} {word}{(count == 1 ? "" : "s")}");

    private static IEnumerable<string> Notes(IReadOnlyList<SourceRecount> sources, TimeSpan time)
    {
        SourceRecount[] recounted = [.. sources.Where(source => source.Recounted is not null)];
        int differences = sources.Sum(source => source.Differences.Count);
        string what = $"{Count(recounted.Sum(source => (long)source.Counted.Calls), "call")} in {Count(recounted.Sum(source => source.FileCount), "file")}"
            + $" ({Count(recounted.Sum(source => source.FileBytes), "byte")}) of {Count(recounted.Length, "agent")}"
            + Text($", in {time.TotalSeconds:N1} s");
        if (recounted.Length > 0 && differences == 0)
            yield return $"All sums agree, by day, model and session: {what}.";
        else if (differences > 0)
            yield return Text($"{differences:N0} sums of a day, model and session differ; compared were {what}.");
        string[] missing = [.. sources.Where(source => source is { Recounted: null, Failure: null }).Select(source => source.Source.Id)];
        if (missing.Length > 0) yield return $"Not recounted, since there is no second reader yet: {string.Join(", ", missing)}.";
        foreach (SourceRecount source in sources)
        {
            if (source.Failure is { } failure) yield return $"{source.Source.Id}: the second reader failed with {failure}; please report it.";
            foreach (RecountDifference difference in source.Differences.Take(DifferencesToldMax)) yield return Sentence(source, difference);
        }
        if (sources.Any(source => source.Differences.Count > DifferencesToldMax)) yield return "--json lists more differences.";
    }

    private static string Sentence(SourceRecount source, RecountDifference difference)
    {
        UsageGroup group = difference.Group;
        string figures = string.Join(", ", Figures(difference.Counted).Zip(Figures(difference.Recounted))
            .Where(pair => pair.First.Amount != pair.Second.Amount)
            .Select(pair => Text($"{pair.First.Name} {pair.First.Amount:#,0.##########} and {pair.Second.Amount:#,0.##########}")));
        string session = group.Session is null ? "" : $", session {group.Session}";
        string files = difference.Files.Count == 0 ? "" : $" ({string.Join(", ", difference.Files)})";
        return Text($"{source.Source.Id}, {group.Day:yyyy-MM-dd}, {group.Model}{session}: {figures}{files}.");
    }

    private static (string Name, decimal Amount)[] Figures(GroupFigures figures) =>
    [
        ("calls", figures.Calls), ("messages", figures.Messages), ("input", figures.Tokens.Input), ("output", figures.Tokens.Output),
        ("cache read", figures.Tokens.CacheRead), ("cache write", figures.Tokens.CacheWrite), ("of which 1 h", figures.Tokens.CacheWrite1h),
        ("reasoning", figures.Tokens.Reasoning), ("logged dollars", figures.LoggedCostUsd),
    ];

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
