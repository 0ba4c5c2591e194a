using Xunit;

namespace Tokscale.Tests.Sources;

public class MCodeTests
{
    private const string Session = ".minimax/v2/sessions/2026/09/20/10-00-00-123-session_bXZzXzAx/";

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

    [Fact]
    public void A_turn_that_a_history_has_does_not_count_from_a_stream_and_others_do()
    {
        using var scan = FixtureScan.OfFiles(
            "mcode",
            (Session + "messages.jsonl", Message("r1", 1, 2)),
            (".config/tokscale/headless/mcode/a.jsonl", Closed("mvs_01", "t1") + Closed("mvs_01", "t2")),
            (".config/tokscale/headless/mcode/b.jsonl", Closed("mvs_02", "t1")));
        Assert.Equal(["mvs_01 3", "mvs_01 15", "mvs_02 15"], scan.Events.Select(usage => $"{scan.Name(usage.Session)} {usage.Tokens.Total}"));
        Assert.Equal([false, true, true], scan.Events.Select(usage => usage.Class.IsAggregate));
    }

    [Theory]
    [InlineData(".minimax")]
    [InlineData(".minimax-work")]
    [InlineData(".mavis")]
    [InlineData("own", "MINIMAX_DATA_DIR")]
    [InlineData("own", "MAVIS_DATA_DIR")]
    [InlineData(".minimax", "TOKSCALE_HEADLESS_DIR")]
    public void Histories_lie_in_the_folder_of_a_profile_or_where_the_environment_says(string folder, string? variable = null)
    {
        var variables = new Dictionary<string, string>();
        if (variable is not null) variables[variable] = "{HOME}/own";
        using var scan = FixtureScan.OfFiles("mcode", variables, (Session.Replace(".minimax", folder) + "messages.jsonl", Message("r1", 1, 2)));
        Assert.Equal("mvs_01 minimax", scan.Name(Assert.Single(scan.Events).Session) + " " + scan.Name(scan.Events[0].Provider));
    }

    [Fact]
    public void The_largest_copy_of_a_message_counts_and_other_files_beside_a_history_are_none()
    {
        using var scan = FixtureScan.OfFiles(
            "mcode",
            (Session + "messages.jsonl", Message("r1", 1, 2)),
            (Session + "old/g000000000007--c.jsonl", Message("r1", 1, 9)),
            (Session + "ledger.jsonl", Message("r2", 5, 5)), (Session + "user-message-locators.jsonl", Message("r3", 5, 5)));
        Assert.Equal(10, Assert.Single(scan.Events).Tokens.Total);
    }

    private static string Message(string response, int input, int output) => $$$$"""
        {"message_id":"msg-{{{{response}}}}","turn_id":"t1","message":{"role":"assistant","provider":"minimax","model":"MiniMax-M3","responseId":"{{{{response}}}}","timestamp":1773144000000,"usage":{"input":{{{{input}}}},"output":{{{{output}}}}}}}
        """ + "\n";

    private static string Closed(string session, string turn) => $$$$"""
        {"type":"exec.completed","sessionId":"{{{{session}}}}","turnId":"{{{{turn}}}}","result":{"model":{"modelId":"MiniMax-M3"},"usage":{"inputTokens":10,"outputTokens":5}}}
        """ + "\n";
}
