using System.Globalization;
using Tokscale.Core.Reports;
using Tokscale.Core.Scanning;
using Xunit;

namespace Tokscale.Tests.Reports;

public sealed class BlockTests
{
    private static readonly ModelCatalog s_models = new((_, _) => null, id => id);

    [Fact]
    public void A_window_begins_at_the_full_hour_and_lasts_five_hours()
    {
        IReadOnlyList<UsageBlock> blocks = Build("2026-01-02T00:00:00Z", "2026-01-01T10:40:00Z", "2026-01-01T14:59:00Z", "2026-01-01T15:01:00Z");

        Assert.Equal(["2026-01-01T10:00-15:00 2", "2026-01-01T15:00-20:00 1"], blocks.Select(Text));
    }

    [Fact]
    public void A_pause_longer_than_a_window_is_a_gap()
    {
        IReadOnlyList<UsageBlock> blocks = Build("2026-01-02T00:00:00Z", "2026-01-01T01:30:00Z", "2026-01-01T12:15:00Z");

        Assert.Equal(["2026-01-01T01:00-06:00 1", "gap 2026-01-01T06:30-12:15 0", "2026-01-01T12:00-17:00 1"], blocks.Select(Text));
    }

    [Theory]
    [InlineData("2026-01-01T14:59:00Z", true)]
    [InlineData("2026-01-01T15:00:00Z", false)]
    public void A_window_is_active_until_it_ends(string now, bool isActive) =>
        Assert.Equal(isActive, Build(now, "2026-01-01T10:40:00Z", "2026-01-01T11:00:00Z").Single().IsActive);

    [Fact]
    public void Burn_rate_and_projection_come_from_the_time_between_the_first_and_the_last_call()
    {
        UsageBlock block = Build("2026-01-01T12:00:00Z", "2026-01-01T10:00:00Z", "2026-01-01T10:30:00Z", "2026-01-01T11:00:00Z").Single();

        Assert.Equal(50, block.BurnRate!.Value.TokensPerMinute);
        Assert.Equal(180, block.RemainingMinutes(Ms("2026-01-01T12:00:00Z")));
        Assert.Equal(3_000 + 180 * 50, block.BurnRate.Value.ProjectedTokens(180));
    }

    [Fact]
    public void A_window_with_one_moment_of_calls_has_no_rate() =>
        Assert.Null(Build("2026-01-01T10:30:00Z", "2026-01-01T10:00:00Z").Single().BurnRate);

    [Theory]
    [InlineData(1, 2, 2)] // Seldom a pause.
    [InlineData(2, 200, 1)] // No pause at all for months.
    [InlineData(3, 1, 40)] // A few calls of one day.
    [InlineData(4, 400, 90)] // Pauses of hours or days, for more than a year.
    public void The_active_window_is_the_last_of_all_windows(int seed, int days, int hoursBetweenMax)
    {
        var random = new Random(seed);
        DateTimeOffset now = DateTimeOffset.Parse("2026-06-01T12:00:00Z", CultureInfo.InvariantCulture);
        for (int round = 0; round < 20; round++)
        {
            var times = new List<string> { Stamp(now - TimeSpan.FromMinutes(random.Next(1, 200))) };
            for (DateTimeOffset time = now.AddDays(-days); time < now; time += TimeSpan.FromMinutes(random.Next(1, 60 * hoursBetweenMax + 200)))
                times.Insert(random.Next(times.Count), Stamp(time));
            ScanResult scan = Scan([.. times]);
            UsageBlock? active = BlockBuilder.Active(scan, new ReportQuery([]), s_models, TimeSpan.FromHours(5), now);
            UsageBlock last = BlockBuilder.Build(scan, new ReportQuery([]), s_models, TimeSpan.FromHours(5), now)[^1];
            Assert.Equal(last.IsActive ? (Text(last), last.TotalTokens) : default, active is null ? default : (Text(active), active.TotalTokens));
        }
    }

    private static IReadOnlyList<UsageBlock> Build(string now, params string[] times) => BlockBuilder.Build(
        Scan(times), new ReportQuery([]), s_models, TimeSpan.FromHours(5), DateTimeOffset.Parse(now, CultureInfo.InvariantCulture));

    private static ScanResult Scan(string[] times)
    {
        ScanBuilder builder = new ScanBuilder().Source("claude");
        foreach (string time in times) builder.Call(time, input: 1_000);
        return builder.Build();
    }

    private static string Stamp(DateTimeOffset time) => time.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);

    private static string Text(UsageBlock block) =>
        $"{(block.IsGap ? "gap " : "")}{Time(block.StartMs):yyyy-MM-ddTHH:mm}-{Time(block.EndMs):HH:mm} {block.CallCount}";

    private static DateTimeOffset Time(long timeMs) => DateTimeOffset.FromUnixTimeMilliseconds(timeMs);

    private static long Ms(string time) => DateTimeOffset.Parse(time, CultureInfo.InvariantCulture).ToUnixTimeMilliseconds();
}
