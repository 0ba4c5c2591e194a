using Tokscale.Core.Files;
using Tokscale.Core.Scanning;
using Tokscale.Core.Sources;
using Xunit;

namespace Tokscale.Tests.Scanning;

public class GatewayCallsTests
{
    private const string Gateway = "synthetic", Agent = "opencode";

    [Fact]
    public void With_all_agents_in_view_a_call_stays_with_the_one_that_logged_it()
    {
        ScanResult scan = Scan(SourceRegistry.All);
        Assert.Equal(5, EventCount(scan, Agent));
        Assert.Equal(0, EventCount(scan, Gateway));
    }

    [Fact]
    public void A_gateway_asked_for_by_itself_has_the_calls_it_served_under_its_own_names()
    {
        ScanResult scan = Scan([SourceRegistry.Find(Gateway)!]);
        SourceScan source = Assert.Single(scan.Sources);
        Assert.Equal(3, source.Events.Count);
        Assert.All(source.Events, usage => Assert.Equal("synthetic /w/app s", $"{scan.Names[usage.Provider]} {scan.Names[usage.Project]} {scan.Names[usage.Session]}"));
    }

    [Fact]
    public void Asked_for_together_a_call_is_counted_once()
    {
        ScanResult scan = Scan([SourceRegistry.Find(Agent)!, SourceRegistry.Find(Gateway)!]);
        Assert.Equal([Agent, Gateway], scan.Sources.Select(source => source.Source.Id));
        Assert.Equal(5, scan.Sources.Sum(source => source.Events.Count));
    }

    private static int EventCount(ScanResult scan, string source) => scan.Sources.Single(found => found.Source.Id == source).Events.Count;

    private static ScanResult Scan(IReadOnlyList<UsageSource> sources)
    {
        using Fixture fixture = Fixture.Lay("synthetic/through-an-agent");
        return UsageScan.Run(new ScanRequest(HomeDirectory.At(fixture.Home), sources));
    }
}
