using Tokscale.Core.Pricing;
using Tokscale.Core.Reports;
using Tokscale.Core.Scanning;
using Tokscale.Core.Usage;
using Xunit;

namespace Tokscale.Tests.Reports;

public class ReportThreadsTests
{
    private static readonly ModelCatalog s_models = new((model, provider) => PriceTable.Embedded.Find(model, provider), ModelNames.Readable);

    [Theory]
    [InlineData(GroupKey.Day, GroupKey.Client, GroupKey.Model)]
    [InlineData(GroupKey.Project, GroupKey.ModelId, GroupKey.Session)]
    [InlineData(GroupKey.Provider, GroupKey.Agent, GroupKey.Month)]
    public void A_report_is_the_same_for_any_number_of_threads(params GroupKey[] groups)
    {
        ScanResult scan = LargeScan();
        var query = new ReportQuery(groups);
        string expected = TextOf(UsageReportBuilder.Build(query, scan, s_models, workerCount: 1));
        CallRange[] ranges = WholeOf(scan).Split(5);
        Assert.True(ranges.Length == 5 && ranges.All(range => range.Parts.Count > 0));
        foreach (int workerCount in (int[])[2, 3, 5]) Assert.Equal(expected, TextOf(UsageReportBuilder.Build(query, scan, s_models, workerCount)));
    }

    [Theory]
    [InlineData(9_999, 1)]
    [InlineData(60_000, 4)]
    public void Few_calls_are_not_divided(int callCount, int rangeCount)
    {
        var packer = new EventPacker();
        for (int call = 0; call < callCount; call++) packer.Add(new UsageEvent { TimestampMs = call, Messages = 1 });
        ScanResult scan = Packed(new ScanBuilder().Source("claude").Build(), [packer]);
        CallRange[] ranges = WholeOf(scan).Split(4);
        Assert.Equal(rangeCount, ranges.Length);
        Assert.Equal(callCount, ranges.Sum(range => range.Parts.Sum(part => part.Calls.Count(_ => true))));
    }

    private static CallRange WholeOf(ScanResult scan) => CallRange.Of(scan, EventSelection.FilterOf(scan, new ReportQuery([]), s_models));

    private static ScanResult LargeScan()
    {
        string[] models = ["claude-opus-4-5-20251101", "claude-sonnet-4-5", "gpt-5.2", "gemini-3-pro", "no-such-model", "claude-sonnet-4-5-20250929"];
        string?[] projects = ["/work/app", "/work/app/", "/work/other", null];
        ScanResult empty = new ScanBuilder().Source("claude").Source("codex").Source("cursor", billsByLoggedCost: true).Build();
        var random = new Random(3);
        NameId Name(string? text) => empty.Names.Add(text);
        T Any<T>(T[] values) => values[random.Next(values.Length)];
        EventPacker[] packers = [new(), new(), new()];
        foreach ((EventPacker packer, int count) in packers.Zip([31_000, 900, 28_000]))
        {
            for (int call = 0; call < count; call++)
            {
                packer.Add(new UsageEvent
                {
                    TimestampMs = 1_767_225_600_000 + random.NextInt64(200L * 24 * 3600 * 1000),
                    Tokens = new TokenCounts(random.Next(300_000), random.Next(9000), random.Next(90_000), random.Next(900), random.Next(2) * 50, random.Next(70)),
                    Model = Name(Any(models)),
                    Provider = Name(Any<string?>(["anthropic", "openai", null])),
                    Session = Name("s" + random.Next(40)),
                    Project = Name(Any(projects)),
                    Agent = Name(Any<string?>(["main", "explorer", null])),
                    Messages = 1,
                    DurationMs = random.Next(3) * 100,
                    LoggedCostUsd = random.Next(5) == 0 ? random.Next(100_000) / 1e6m : null,
                    IsEstimated = random.Next(50) == 0,
                });
            }
        }
        return Packed(empty, packers);
    }

    private static ScanResult Packed(ScanResult scan, EventPacker[] calls) => new(
        scan.Names, [.. scan.Sources.Zip(calls, static (source, packer) => source with { Events = packer.Packed })]);

    private static string TextOf(UsageReport report) => string.Join('\n', report.Rows.Select(row => string.Join(
        '|',
        [
            .. row.Keys, .. row.Clients, .. row.Providers, .. row.Models, .. row.ModelIds, row.Project, $"{row.FirstMs} {row.LastMs} {row.Figures}",
            .. row.Prices.Select(price => $"{price}"),
        ]))) + $"\n{report.Totals} {report.Covered}";
}
