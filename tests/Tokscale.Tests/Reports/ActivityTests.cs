using Tokscale.Core.Reports;
using Tokscale.Core.Scanning;
using Xunit;

namespace Tokscale.Tests.Reports;

public sealed class ActivityTests
{
    private static readonly ModelCatalog s_models = new((_, _) => null, id => id);

    [Fact]
    public void Time_between_calls_counts_until_a_pause_of_five_minutes()
    {
        ScanResult scan = new ScanBuilder().Source("claude")
            .Call("2026-01-01T10:00:00Z", input: 1).Call("2026-01-01T10:04:59Z", input: 1)
            .Call("2026-01-01T10:09:59Z", input: 1).Call("2026-01-01T10:11:00Z", input: 1).Build();

        ActivityMetrics metrics = Build(scan);

        Assert.Equal((299_000 + 61_000, 299_000, 1, 1), (metrics.ActiveMs, metrics.LongestMs, metrics.SessionCount, metrics.ConcurrentSessionsMax));
    }

    [Fact]
    public void Sessions_at_once_add_up_in_active_time_and_count_once_in_wall_time()
    {
        ScanResult scan = new ScanBuilder().Source("claude")
            .Call("2026-01-01T10:00:00Z", input: 1, session: "a").Call("2026-01-01T10:02:00Z", input: 1, session: "b")
            .Call("2026-01-01T10:04:00Z", input: 1, session: "a").Call("2026-01-01T10:05:00Z", input: 1, session: "b").Build();

        ActivityMetrics metrics = Build(scan);

        Assert.Equal((7 * 60_000, 5 * 60_000, 2, 2), (metrics.ActiveMs, metrics.WallMs, metrics.ConcurrentSessionsMax, metrics.SessionCount));
    }

    [Fact]
    public void Active_time_belongs_to_the_day_it_began_in()
    {
        ScanResult scan = new ScanBuilder().Source("claude")
            .Call("2026-01-01T23:58:00Z", input: 1).Call("2026-01-02T00:01:00Z", input: 1).Call("2026-01-02T00:02:00Z", input: 1).Build();

        ActivityMetrics metrics = Build(scan);

        Assert.Equal((180_000, 60_000), (metrics.ActiveMsByDay[new DateOnly(2026, 1, 1)], metrics.ActiveMsByDay[new DateOnly(2026, 1, 2)]));
    }

    [Fact]
    public void No_calls_are_no_time() => Assert.Equal(0, Build(new ScanBuilder().Source("claude").Build()).WallMs);

    private static ActivityMetrics Build(ScanResult scan) => ActivityBuilder.Build(scan, new ReportQuery([]), s_models);
}
