using Xunit;

namespace Tokscale.Tests.Sources;

public class OpenCodeReviewTests
{
    [Fact]
    public void Folder_duration_and_session_are_kept()
    {
        using var scan = FixtureScan.Of("opencodereview/normal");
        var usage = Assert.Single(scan.Events);
        Assert.Equal(("/work/app", "s", "anthropic"), (scan.Name(usage.Project), scan.Name(usage.Session), scan.Name(usage.Provider)));
        Assert.Equal(1500, usage.DurationMs);
        Assert.Equal("2026-03-10T12:00:05", FixtureScan.Time(usage));
        Assert.Equal(1, scan.Source.DuplicatesDropped);
    }
}
