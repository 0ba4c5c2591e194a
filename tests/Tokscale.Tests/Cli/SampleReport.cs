using Tokscale.Core.Reports;
using Tokscale.Core.Usage;

namespace Tokscale.Tests.Cli;

/// <summary>Reports with every kind of value, made without logs and prices.</summary>
internal static class SampleReport
{
    /// <summary>A report by client and model: ordinary, huge, unpriced, partly priced, estimated, wide and long names.</summary>
    public static UsageReport ByModel()
    {
        UsageReportRow[] rows =
        [
            Row(
                ["claude", "claude-opus-4-5"], new(98_399, 126_872, 5_860_999, 917_064, 500_000, 0),
                83, 12.3259445m, speed: new CallSpeed(1_125_000, 527_453, 8)),
            Row(["codex", "gpt-5.1-codex-max"], new(1_234_567, 45_678, 98_765_432, 0, 0, 12_345), 1_204, 9.5m, unpriced: 4_000),
            Row(["gemini", "模型-x-😀"], new(15_000, 2_500, 0, 0, 0, 900), 7, 0.0042m, isEstimated: true),
            Row(["opencode", "an-experimental-model-with-a-name-of-sixty-two-characters-or-so"], new(1, 2, 3, 4, 0, 5), 1, null, unpriced: 15),
        ];
        return Report([GroupKey.Client, GroupKey.Model], rows);
    }

    /// <summary>A report by session.</summary>
    public static UsageReport BySession()
    {
        UsageReportRow first = Row(["claude", "202d4eac-55a1-5896-5f90-468b35d0d9e1"], new(11_047, 20_295, 1_164_250, 161_884, 0, 0), 24, 1.987336m);
        UsageReportRow[] rows =
        [
            first with
            {
                Models = ["claude-opus-4-5", "claude-haiku-4-5"],
                Project = "/home/dev/projects/api",
                FirstMs = Ms("2026-10-16T16:01:00Z"),
                LastMs = Ms("2026-10-16T18:37:16Z"),
            },
            Row(["codex", "rollout-2"], new(500, 60, 0, 0, 0, 0), 1, 0.01m) with
            {
                Models = ["gpt-5"],
                FirstMs = Ms("2026-10-17T10:00:00Z"),
                LastMs = Ms("2026-10-17T10:00:00Z"),
            },
        ];
        return Report([GroupKey.Client, GroupKey.Session], rows);
    }

    private static UsageReport Report(IReadOnlyList<GroupKey> groups, UsageReportRow[] rows) => new(
        new ReportQuery(groups),
        rows,
        rows.Select(row => row.Figures).Aggregate(UsageFigures.Zero, (a, b) => a + b),
        [.. rows.Where(row => row.Figures.UnpricedTokens > 0).Select(row => new UnpricedModel(row.ModelIds[0], row.Figures.UnpricedTokens))],
        new DateRange(new DateOnly(2026, 10, 1), new DateOnly(2026, 11, 22)));

    private static UsageReportRow Row(
        string[] keys, TokenCounts tokens, long messages, decimal? costUsd, long unpriced = 0, bool isEstimated = false, CallSpeed speed = default) => new()
        {
            Keys = keys,
            Clients = [keys[0]],
            Providers = ["provider"],
            Models = [keys[1]],
            ModelIds = [keys[1]],
            Figures = new UsageFigures
            {
                Tokens = tokens,
                Messages = messages,
                CostUsd = costUsd,
                CostSource = costUsd is null ? CostSource.None : CostSource.Calculated,
                UnpricedTokens = unpriced,
                IsEstimated = isEstimated,
                Speed = speed,
            },
        };

    private static long Ms(string time) => DateTimeOffset.Parse(time, System.Globalization.CultureInfo.InvariantCulture).ToUnixTimeMilliseconds();
}
