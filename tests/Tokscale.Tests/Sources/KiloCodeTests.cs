using Tokscale.Core.Usage;
using Xunit;

namespace Tokscale.Tests.Sources;

public class KiloCodeTests
{
    [Fact]
    public void Estimates_and_who_answered_are_told()
    {
        using var scan = FixtureScan.Of("kilocode/tasks");
        Assert.Equal(
            ["openai False", "x-ai False", "x-ai True"],
            scan.Events.Select(usage => $"{scan.Name(usage.Provider)} {usage.IsEstimated}"));
        Assert.Null(scan.Events[2].LoggedCostUsd);
    }

    [Fact]
    public void Tasks_of_the_first_command_line_program_are_read()
    {
        using var scan = FixtureScan.OfFiles(
            "kilocode",
            (".kilocode/cli/global/tasks/t1/ui_messages.json", """[{"ts":1773144000000,"say":"api_req_started","text":"{\"tokensIn\":1}"}]"""));
        UsageEvent usage = Assert.Single(scan.Events);
        Assert.Equal("t1", scan.Name(usage.Session));
    }
}
