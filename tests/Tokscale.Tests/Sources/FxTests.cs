using Xunit;

namespace Tokscale.Tests.Sources;

public class FxTests
{
    [Fact]
    public void A_session_falls_on_its_last_use_in_its_folder()
    {
        using var scan = FixtureScan.Of("fx/totals");
        Assert.Equal(
            ["anthropic s1 /w/app 2026-03-10T12:10:00 False", "s2  2026-05-01T10:00:00 True", "zai s1 /w/app 2026-03-10T12:10:00 True"],
            scan.Events.Select(usage => $"{scan.Name(usage.Provider)} {scan.Name(usage.Session)} {scan.Name(usage.Project)} {FixtureScan.Time(usage)} {usage.Class.IsAggregate}".Trim()).Order(StringComparer.Ordinal));
        Assert.Equal(["MalformedFile", "Undated"], scan.Source.Problems.Select(problem => problem.Kind.ToString()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_cost_of_0_is_logged_and_a_missing_one_is_not()
    {
        using var scan = FixtureScan.OfFiles(
            "fx",
            (".fx/sessions/a/usage-v2.json", """{"snapshot":{"models":[{"model":"zai/a","input_tokens":5,"total_cost":0},{"model":"zai/b","input_tokens":5}]}}"""));
        Assert.Equal([0m, null], scan.Events.Select(usage => usage.LoggedCostUsd));
        Assert.All(scan.Events, usage => Assert.Equal("a", scan.Name(usage.Session)));
    }

    [Fact]
    public void A_neighbour_that_is_cut_off_tells_no_time_and_the_totals_count()
    {
        using var scan = FixtureScan.Of("fx/providers");
        Assert.Equal(["zai s", "openrouter s"], scan.Events.Select(usage => $"{scan.Name(usage.Provider)} {scan.Name(usage.Session)}"));
        Assert.All(scan.Events, usage => Assert.Equal("2026-05-01T10:00:00", FixtureScan.Time(usage)));
        Assert.Equal(["DoubtfulFile", "Undated"], scan.Source.Problems.Select(problem => problem.Kind.ToString()).Order(StringComparer.Ordinal));
    }
}
