using Tokscale.Core.Scanning;
using Xunit;

namespace Tokscale.Tests.Sources;

public class QuickDeskTests
{
    [Fact]
    public void A_call_without_time_falls_on_the_day_of_its_file()
    {
        using var scan = FixtureScan.Of("quickdesk/metrics");
        Assert.Equal(["2026-03-10T12:00:00", "2026-03-10T00:00:00", "2026-03-11T12:00:00"], scan.Events.Select(FixtureScan.Time));
        Assert.Equal([0.006m, null, 0m], scan.Events.Select(usage => usage.LoggedCostUsd));
        Assert.Equal(ProblemKind.Undated, Assert.Single(scan.Source.Problems).Kind);
    }

    [Fact]
    public void A_list_of_profiles_that_is_damaged_is_told()
    {
        using var scan = FixtureScan.OfFiles("quickdesk", (".quickwork/profiles.json", "{\"entries\":[{"));
        Problem problem = Assert.Single(scan.Source.Problems);
        Assert.Equal((ProblemKind.MalformedFile, "profiles.json"), (problem.Kind, Path.GetFileName(problem.Path)));
    }
}
