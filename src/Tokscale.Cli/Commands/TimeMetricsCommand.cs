using System.Text.Json;
using Tokscale.Cli.CommandLine;
using Tokscale.Cli.Rendering;
using Tokscale.Core.Reports;
using Tokscale.Core.Scanning;

namespace Tokscale.Cli.Commands;

/// <summary>How long was worked, in sessions and side by side.</summary>
internal static class TimeMetricsCommand
{
    public static CliCommand Create() =>
        new("time-metrics", "Time worked, longest stretch, sessions at once", FilterOptions.Group, OutputOptions.Group, DataOptions.Group)
        {
            Run = Run,
        };

    private static ExitCode Run(CommandContext context)
    {
        using var run = new ReportRun(context, fetchesPrices: false);
        ReportQuery query = new([]) { Filter = FilterOptions.Read(context, run.Today), Zone = run.Zone };
        ScanResult scan = run.Scan();
        ActivityMetrics metrics = ActivityBuilder.Build(scan, query, run.Prices.Catalog);
        JsonEnvelope envelope = run.Envelope(scan);
        return run.Finish(new Presentation(() => Table(metrics), json => Write(json, metrics, envelope)) { IsEmpty = metrics.SessionCount == 0 }, scan);
    }

    private static ReportTable Table(ActivityMetrics metrics) => new(
        "Time worked",
        [
            new("activeMs", "Active", ColumnKind.Duration), new("wallMs", "Wall time", ColumnKind.Duration),
            new("longestMs", "Longest stretch", ColumnKind.Duration),
            new("concurrentSessionsMax", "Sessions at once", ColumnKind.Count), new("sessionCount", "Sessions", ColumnKind.Count),
        ],
        [[
            Cell.Of(metrics.ActiveMs), Cell.Of(metrics.WallMs), Cell.Of(metrics.LongestMs),
            Cell.Of((long)metrics.ConcurrentSessionsMax), Cell.Of((long)metrics.SessionCount),
        ]])
    {
        Notes = ["A pause of 5 minutes or more between two calls of a session is not counted."],
    };

    // The names inside are those of tokscale 4.
    private static void Write(Utf8JsonWriter json, ActivityMetrics metrics, JsonEnvelope envelope)
    {
        json.WriteStartObject();
        envelope.WriteHead(json);
        json.WriteStartObject("metrics");
        json.WriteNumber("total_active_time_ms", metrics.ActiveMs);
        json.WriteNumber("total_wall_time_ms", metrics.WallMs);
        json.WriteNumber("longest_continuous_ms", metrics.LongestMs);
        json.WriteNumber("max_concurrent_sessions", metrics.ConcurrentSessionsMax);
        json.WriteNumber("session_count", metrics.SessionCount);
        json.WriteEndObject();
        envelope.WriteTail(json);
        json.WriteEndObject();
    }
}
