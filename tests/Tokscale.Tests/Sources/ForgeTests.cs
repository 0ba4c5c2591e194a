using Tokscale.Core.Scanning;
using Xunit;

namespace Tokscale.Tests.Sources;

public class ForgeTests
{
    [Fact]
    public void Calls_have_the_time_of_their_conversations_last_change()
    {
        using var scan = FixtureScan.Of("forge/database");
        Assert.Equal(
            ["c1 2026-03-10T13:00:00", "c1 2026-03-10T13:00:00", "c4 2026-03-11T12:00:00"],
            scan.Events.Select(usage => $"{scan.Name(usage.Session)} {FixtureScan.Time(usage)}"));
        Assert.Equal(ProblemKind.MalformedRow, Assert.Single(scan.Source.Problems).Kind);
    }
}
