using System.Text.Json;
using Tokscale.Core.Files;
using Tokscale.Core.Scanning;
using Tokscale.Core.Sources;
using Tokscale.Core.Usage;
using Xunit;

namespace Tokscale.Tests;

public class FixtureTests
{
    public static TheoryData<string> Names() => new(Fixture.Names());

    [Theory, MemberData(nameof(Names))]
    public void A_scan_of_a_fixture_gives_the_totals_that_were_billed(string name)
    {
        using Fixture fixture = Fixture.Lay(name);
        ScanResult scan = Scan(fixture);
        ModelTotals[] totals = ModelTotals.Of(scan);
        Assert.Equal(ModelTotals.Expected(fixture.Expected, totals), totals);
    }

    [Theory, MemberData(nameof(Names))]
    public void A_cost_that_a_fixture_states_is_the_sum_of_logged_costs(string name)
    {
        using Fixture fixture = Fixture.Lay(name);
        ScanResult scan = Scan(fixture);
        UsageEvent[] events = [.. scan.Sources.SelectMany(source => source.Events)];
        AssertCost(fixture.Expected, events);
        foreach (JsonProperty model in fixture.Expected.GetProperty("models").EnumerateObject())
        {
            AssertCost(model.Value, events.Where(usage => (scan.Names[usage.Model] ?? "unknown") == model.Name));
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Totals_do_not_depend_on_block_size_or_threads(string name)
    {
        using Fixture fixture = Fixture.Lay(name);
        ModelTotals[] expected = ModelTotals.Of(Scan(fixture));
        UsageSource source = SourceRegistry.Find(fixture.Source)!;
        // No other source may take a log for its own; calls through a gateway do belong to another one.
        IReadOnlyList<UsageSource> sources = source.Gateway is null ? SourceRegistry.All : [source];
        foreach (int blockBytes in (int[])[16, 61, 4096])
        {
            var request = new ScanRequest(HomeDirectory.At(fixture.Home), sources) { BlockBytes = blockBytes, WorkerCount = 1 };
            Assert.Equal(expected, ModelTotals.Of(UsageScan.Run(request)));
            Assert.Equal(expected, ModelTotals.Of(UsageScan.Run(request with { AheadBytes = 0 })));
        }
    }

    private static void AssertCost(JsonElement expected, IEnumerable<UsageEvent> events)
    {
        if (!expected.TryGetProperty("loggedCostUsd", out JsonElement cost)) return;
        Assert.Equal(cost.GetDecimal(), events.Sum(usage => usage.LoggedCostUsd ?? 0), precision: 10);
    }

    private static ScanResult Scan(Fixture fixture) =>
        UsageScan.Run(new ScanRequest(HomeDirectory.At(fixture.Home), [SourceRegistry.Find(fixture.Source)!]));
}
