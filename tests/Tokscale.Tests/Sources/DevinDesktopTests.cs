using Xunit;

namespace Tokscale.Tests.Sources;

public class DevinDesktopTests
{
    private const string Events = ".config/Devin/User/acp-events/";
    private const string Database = ".local/share/devin/cli/sessions.db";

    [Fact]
    public void A_session_that_the_command_line_program_counts_is_not_counted_again()
    {
        using var scan = Scan(
            "INSERT INTO sessions VALUES('c1','Fix it','/w/app','glm-5')",
            """INSERT INTO message_nodes VALUES('c1','{"role":"assistant","metadata":{"metrics":{"input_tokens":5}}}')""");
        Assert.Empty(scan.Events);
        Assert.Equal(1, scan.Source.DuplicatesDropped);
    }

    [Fact]
    public void A_session_of_the_same_title_tells_model_and_folder()
    {
        using var scan = Scan(
            "INSERT INTO sessions VALUES('c1','Fix it','/w/app','glm-5')",
            """INSERT INTO message_nodes VALUES('c1','{"role":"user","metadata":{"num_tokens":0,"metrics":{"input_tokens":0}}}')""");
        var usage = Assert.Single(scan.Events);
        Assert.Equal(("glm-5", "zai", "/w/app"), (scan.Name(usage.Model), scan.Name(usage.Provider), scan.Name(usage.Project)));
    }

    [Fact]
    public void Without_desktop_sessions_the_database_is_left_alone()
    {
        using var scan = FixtureScan.OfHome("devin-desktop", home => home.WriteDatabase(Database, "CREATE TABLE sessions(id, title)"));
        Assert.Equal(0, scan.Source.FileCount);
    }

    [Fact]
    public void A_session_counts_as_one_sum_at_its_last_usage()
    {
        using var scan = FixtureScan.Of("devin-desktop/session");
        var usage = Assert.Single(scan.Events);
        Assert.True(usage.Class.IsAggregate);
        Assert.Equal("2026-03-10T12:01:00", FixtureScan.Time(usage));
        Assert.Equal(("s1", "cognition"), (scan.Name(usage.Session), scan.Name(usage.Provider)));
    }

    [Fact]
    public void A_call_counts_at_its_own_time_and_keeps_the_model_that_its_log_tells()
    {
        using var scan = FixtureScan.OfHome("devin-desktop", home =>
        {
            home.WriteDatabase(
                Database, "CREATE TABLE sessions(id, title, working_directory, model)", "INSERT INTO sessions VALUES('c1','Fix it','/w/app','glm-5')");
            home.Write(Events + "u1.ndjson", """
                {"notification":{"sessionUpdate":"session_info_update","title":"Fix it","created_at":"2026-03-10T12:00:00Z"}}
                {"notification":{"sessionUpdate":"usage_update","_meta":{"cognition.ai/inputTokens":9}}}
                {"notification":{"sessionUpdate":"usage_update","timestamp":"2026-03-11T12:00:00Z","_meta":{"cognition.ai/inputTokens":9,"cognition.ai/model":"gpt-5"}}}
                """);
        });
        Assert.Equal(
            ["u1 glm-5 zai /w/app 2026-03-10T12:00:00", "u1 gpt-5 openai /w/app 2026-03-11T12:00:00"],
            scan.Events.Select(usage =>
                $"{scan.Name(usage.Session)} {scan.Name(usage.Model)} {scan.Name(usage.Provider)} {scan.Name(usage.Project)} {FixtureScan.Time(usage)}"));
        Assert.All(scan.Events, usage => Assert.False(usage.Class.IsAggregate));
    }

    private static FixtureScan Scan(params string[] inserts) => FixtureScan.OfHome("devin-desktop", home =>
    {
        home.WriteDatabase(
            Database,
            ["CREATE TABLE sessions(id, title, working_directory, model)", "CREATE TABLE message_nodes(session_id, chat_message)", .. inserts]);
        home.Write(Events + "s1.ndjson", """
            {"timestamp":1773144000000,"params":{"sessionId":"s1","update":{"sessionUpdate":"session_info_update","title":"Fix it"}}}
            {"timestamp":1773144000000,"params":{"sessionId":"s1","update":{"sessionUpdate":"usage_update","_meta":{"cognition.ai/inputTokens":9}}}}
            """);
    });
}
