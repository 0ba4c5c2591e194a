using System.Text.Json;
using Tokscale.Cli;
using Xunit;

namespace Tokscale.Tests.Cli;

public sealed class VerifyTests
{
    [Fact]
    public void The_example_is_counted_the_same_twice()
    {
        CliRun run = CliRun.Of("/", "verify --sample");

        Assert.Equal(ExitCode.Done, run.ExitCode);
        Assert.Contains("All sums agree, by day, model and session: ", run.Output);
        Assert.DoesNotContain("not recounted", run.Output);
    }

    [Fact]
    public void Days_that_are_not_asked_for_are_not_compared()
    {
        using Fixture fixture = Fixture.Lay("claude/normal");

        CliRun run = CliRun.Of("/", $"verify --json --home {fixture.Home} --until 2020-12");

        using JsonDocument document = JsonDocument.Parse(run.Output);
        JsonElement claude = Assert.Single(document.RootElement.GetProperty("sources").EnumerateArray());
        Assert.Equal(0, claude.GetProperty("counted").GetProperty("callCount").GetInt32());
        Assert.Equal(0, claude.GetProperty("recounted").GetProperty("callCount").GetInt32());
    }

    [Fact]
    public void A_home_without_logs_has_nothing_to_verify()
    {
        using var home = new TemporaryFolder();

        CliRun run = CliRun.Of(home.Path, "verify");

        Assert.Equal(ExitCode.Done, run.ExitCode);
        Assert.DoesNotContain("agree", run.Output);
        Assert.Contains("No usage found", run.Error);
    }
}
