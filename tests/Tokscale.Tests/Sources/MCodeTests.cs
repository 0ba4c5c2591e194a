using Xunit;

namespace Tokscale.Tests.Sources;

public class MCodeTests
{
    [Fact]
    public void Session_and_provider_come_from_the_row_that_closes_the_turn()
    {
        using var scan = FixtureScan.Of("mcode/turns");
        Assert.Equal(["s1 minimax", "run "], scan.Events.Select(usage => $"{scan.Name(usage.Session)} {scan.Name(usage.Provider)}"));
        Assert.Equal("2026-03-10T12:00:00", FixtureScan.Time(scan.Events[0]));
    }

    [Fact]
    public void The_environment_names_the_folder_of_saved_streams()
    {
        var variables = new Dictionary<string, string> { ["TOKSCALE_HEADLESS_DIR"] = "{HOME}/saved" };
        using var scan = FixtureScan.OfFiles("mcode", variables, ("saved/mcode/a.jsonl", """
            {"type":"message","message":{"role":"assistant","timestamp":1773144000000,"usage":{"inputTokens":2,"outputTokens":1}}}
            """));
        Assert.Equal(3, Assert.Single(scan.Events).Tokens.Total);
    }
}
