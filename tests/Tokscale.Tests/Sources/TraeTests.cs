using Tokscale.Core.Scanning;
using Xunit;

namespace Tokscale.Tests.Sources;

public class TraeTests
{
    [Fact]
    public void Costs_are_kept_as_stated_a_zero_too()
    {
        using var scan = FixtureScan.Of("trae/normal");
        Assert.Equal([0.5m, 0m, null, 0.25m], scan.Events.Select(usage => usage.LoggedCostUsd));
        Assert.Equal(["openai", "trae", "anthropic", "openai"], scan.Events.Select(usage => scan.Name(usage.Provider)));
        Assert.Equal("2026-03-10T12:00:00", FixtureScan.Time(scan.Events[0]));
    }

    [Fact]
    public void A_cut_page_is_told_and_another_kind_of_json_is_not()
    {
        using var scan = FixtureScan.OfFiles(
            "trae",
            (".config/tokscale/trae-cache/sessions/a.json", "[{\"session_id\":"),
            (".config/tokscale/trae-cache/sessions/b.json", "{}"));
        Assert.Equal(ProblemKind.MalformedFile, Assert.Single(scan.Source.Problems).Kind);
        Assert.Empty(scan.Events);
    }
}
