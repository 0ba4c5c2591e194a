using Tokscale.Core.Usage;
using Xunit;

namespace Tokscale.Tests.Sources;

public class AugmentTests
{
    [Fact]
    public void Exchanges_fall_back_on_the_session_for_time_and_model()
    {
        using var scan = FixtureScan.Of("augment/session");
        Assert.Equal(
            ["claude-opus-4-5 2026-03-10T12:01:00", "claude-sonnet-4-5 2026-03-10T12:01:00", "claude-sonnet-4-5 2026-03-10T12:30:00"],
            scan.Events.Select(usage => $"{scan.Name(usage.Model)} {FixtureScan.Time(usage)}").Order(StringComparer.Ordinal));
        Assert.All(scan.Events, usage => Assert.Equal(("s1", "/w/app", "anthropic"), (scan.Name(usage.Session), scan.Name(usage.Project), scan.Name(usage.Provider))));
        Assert.Equal(["MalformedFile", "Undated"], scan.Source.Problems.Select(problem => problem.Kind.ToString()).Order(StringComparer.Ordinal));
    }
}
