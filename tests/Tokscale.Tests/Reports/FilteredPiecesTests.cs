using Tokscale.Core.Pricing;
using Tokscale.Core.Reports;
using Tokscale.Core.Scanning;
using Tokscale.Core.Usage;
using Xunit;

namespace Tokscale.Tests.Reports;

/// <summary>Reports of few days or one session pass over packed calls that cannot belong to them.</summary>
public class FilteredPiecesTests
{
    private const long HourMs = 3_600_000;

    private static readonly ModelCatalog s_models = new((model, provider) => PriceTable.Embedded.Find(model, provider), ModelNames.Readable);
    private static readonly long s_startMs = new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();

    public static TheoryData<UsageFilter> Filters => new(
        new UsageFilter(),
        new UsageFilter { Days = DateRange.Day(new DateOnly(2026, 3, 20)) },
        new UsageFilter { Days = new DateRange(new DateOnly(2026, 3, 11), null) },
        new UsageFilter { Days = new DateRange(null, new DateOnly(2026, 3, 3)) },
        new UsageFilter { Days = DateRange.Day(new DateOnly(2025, 1, 1)) },
        new UsageFilter { SinceMs = s_startMs + 999 * HourMs },
        new UsageFilter { Session = new NamePattern("s17") },
        new UsageFilter { Session = new NamePattern("s1*"), Days = new DateRange(new DateOnly(2026, 3, 11), null) },
        new UsageFilter { Session = new NamePattern("nowhere") });

    [Theory]
    [MemberData(nameof(Filters))]
    public void A_filtered_report_is_the_same_from_pieces_as_call_by_call(UsageFilter filter)
    {
        ScanResult packed = Scan(), plain = packed with { Sources = [.. packed.Sources.Select(source => source with { Events = [.. source.Events] })] };
        foreach (string zone in (string[])["UTC", "Pacific/Kiritimati", "Etc/GMT+12"])
        {
            var query = new ReportQuery([GroupKey.Day, GroupKey.Session]) { Filter = filter, Zone = ReportZone.Find("--timezone", zone) };
            Assert.Equal(TextOf(query, plain), TextOf(query, packed));
        }
    }

    [Fact]
    public void A_day_or_a_session_reads_a_small_part_of_the_pieces()
    {
        ScanResult scan = Scan();
        int all = CountIn(scan, new UsageFilter());
        Assert.Equal(scan.Sources.Sum(source => source.Events.Count), all);
        Assert.InRange(CountIn(scan, new UsageFilter { Days = DateRange.Day(new DateOnly(2026, 3, 20)) }), 1, all / 4);
        Assert.InRange(CountIn(scan, new UsageFilter { Session = new NamePattern("s17") }), 1, all / 10);
        Assert.Equal(0, CountIn(scan, new UsageFilter { Days = DateRange.Day(new DateOnly(2027, 1, 1)) }));
    }

    private static int CountIn(ScanResult scan, UsageFilter filter) =>
        CallRange.Of(scan, EventSelection.FilterOf(scan, new ReportQuery([]) { Filter = filter }, s_models)).Parts.Sum(part => part.Calls.Count);

    /// <summary>Sixty sessions of two sources, one after the other but a few at a time, over six weeks; some calls have no session or an odd time.</summary>
    private static ScanResult Scan()
    {
        ScanResult empty = new ScanBuilder().Source("claude").Source("codex").Build();
        var random = new Random(5);
        EventPacker[] packers = [new(), new()];
        for (int session = 0; session < 60; session++)
        {
            for (int call = 0; call < 5 + session * 7 % 300; call++)
            {
                packers[session % 2].Add(new UsageEvent
                {
                    TimestampMs = random.Next(2000) == 0 ? 0 : s_startMs + session * 17 * HourMs + random.NextInt64(30 * HourMs),
                    Session = empty.Names.Add(random.Next(1000) == 0 ? null : "s" + session),
                    Model = empty.Names.Add("claude-sonnet-4-5"),
                    Tokens = new TokenCounts(random.Next(9000), random.Next(900), 0, 0, 0, 0),
                    Messages = 1,
                });
            }
        }
        return empty with { Sources = [.. empty.Sources.Zip(packers, static (source, packer) => source with { Events = packer.Packed })] };
    }

    private static string TextOf(ReportQuery query, ScanResult scan)
    {
        UsageReport report = UsageReportBuilder.Build(query, scan, s_models);
        return string.Join('\n', report.Rows.Select(row => $"{string.Join(' ', row.Keys)} {row.FirstMs} {row.LastMs} {row.Figures}")) + $"\n{report.Totals} {report.Covered}";
    }
}
