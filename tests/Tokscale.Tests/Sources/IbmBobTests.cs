using Xunit;

namespace Tokscale.Tests.Sources;

public class IbmBobTests
{
    [Fact]
    public void Both_names_of_the_editor_are_searched()
    {
        using var scan = FixtureScan.Of("ibm-bob/task");
        Assert.Equal(["1773144000000", "t2"], scan.Events.Select(usage => scan.Name(usage.Session)).Order());
    }
}
