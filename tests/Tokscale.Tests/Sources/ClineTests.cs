using Tokscale.Core.Usage;
using Xunit;

namespace Tokscale.Tests.Sources;

public class ClineTests
{
    private const string Extension = ".config/Code/User/globalStorage/saoudrizwan.claude-dev/";

    [Fact]
    public void Rows_take_the_model_that_was_in_force_and_sums_are_no_messages()
    {
        using var scan = FixtureScan.Of("cline/three-stores");
        Assert.Equal(
            [
                "1773144300_abc claude-sonnet-4-5 anthropic 600 1 0.009",
                "1773144200000 gpt-5 cline 11 1 0.0003",
                "1773144000000 claude-sonnet-4-5 anthropic 1200 1 0.0345",
                "1773144000000 gpt-5 openai-native 800 1 0.004",
                "1773144000000 gpt-5 openai-native 10 1 0.0002",
                "1773144000000 gpt-5 openai-native 500 0 0.002",
                "1773144000000 gpt-5 openai-native 100 0 0.001",
                "1773144100000 gpt-5 openai-native 7 1 0.0001",
            ],
            scan.Events.Select(usage => FormattableString.Invariant(
                $"{scan.Name(usage.Session)} {scan.Name(usage.Model)} {scan.Name(usage.Provider)} {usage.Tokens.Input} {usage.Messages} {usage.LoggedCostUsd:0.####}")));
        Assert.Equal(2, scan.Events.Count(usage => usage.Class.IsAggregate));
    }

    [Fact]
    public void The_folder_of_a_task_stands_in_the_list_of_tasks()
    {
        using var scan = FixtureScan.OfFiles(
            "cline",
            (Extension + "tasks/1/ui_messages.json", Row(1773144000000, 5)),
            (Extension + "tasks/2/ui_messages.json", Row(1773144000000, 6)),
            (Extension + "state/taskHistory.json", """[{"id":"1","task":"t","cwdOnTaskInitialization":"/w/one"},{"id":"9","cwdOnTaskInitialization":"/w/nine"}]"""),
            (".cline/data/tasks/3/ui_messages.json", Row(1773144000000, 7)),
            (".cline/data/state/taskHistory.json", """[{"id":"3","cwdOnTaskInitialization":"/w/three"}]"""));
        Assert.Equal(
            ["5 /w/one", "6 -", "7 /w/three"],
            scan.Events.Select(usage => $"{usage.Tokens.Input} {scan.Name(usage.Project) ?? "-"}").Order(StringComparer.Ordinal));
        Assert.Equal(0, scan.Source.DuplicatesDropped);
    }

    [Fact]
    public void A_task_in_two_editors_counts_once()
    {
        using var scan = FixtureScan.OfFiles(
            "cline",
            (Extension + "tasks/1/ui_messages.json", Row(1773144000000, 5)),
            (Extension.Replace("Code", "Windsurf") + "tasks/1/ui_messages.json", Row(1773144000000, 5)));
        Assert.Single(scan.Events);
        Assert.Equal(1, scan.Source.DuplicatesDropped);
    }

    [Fact]
    public void A_row_without_time_takes_that_of_the_row_before_or_of_the_task()
    {
        const string Request = """{"say":"api_req_started","text":"{\"tokensIn\":\"5\"}"}""";
        using var scan = FixtureScan.OfFiles("cline", (Extension + "tasks/1773144000000/ui_messages.json", $"[{Request},{{\"ts\":1773147600000}},{Request}]"));
        Assert.Equal(["2026-03-10T12:00:00", "2026-03-10T13:00:00"], scan.Events.Select(FixtureScan.Time));
        Assert.Equal("Undated 2 at 1", Assert.Single(Problems(scan)));
        Assert.Equal("unknown", scan.Name(scan.Events[0].Model));
    }

    [Theory]
    [InlineData("""[{"ts":1773144000000,"say":"api_req_started","text":"{\"tokensIn\":5}"},{"ts":17731""", 1, "MalformedFile 1 at ")]
    [InlineData("""[{"ts":1773144000000,"say":"api_req_started","text":"{\"tokensIn\":"}]""", 0, "MalformedRow 1 at 1")]
    [InlineData("""[{"ts":1773144000000,"say":"api_req_started","text":"[5]"},7,null]""", 0)]
    [InlineData("""{"messages":[]}""", 0)]
    public void Damage_is_told_and_other_content_is_not(string text, int count, params string[] problems)
    {
        using var scan = FixtureScan.OfFiles("cline", (Extension + "tasks/1/ui_messages.json", text));
        Assert.Equal(count, scan.Events.Count);
        Assert.Equal(problems, Problems(scan));
    }

    [Fact]
    public void Sessions_name_their_folder_agent_and_messages()
    {
        using var scan = FixtureScan.OfFiles(
            "cline",
            (".cline/data/sessions/s1/s1.json", """{"session_id":"s1","provider":"anthropic","model":"claude-opus-4-6","cwd":"/w/app","started_at":"2026-03-10T12:00:00Z"}"""),
            (".cline/data/sessions/s1/s1.messages.json", """{"agent":"lead","messages":[{"id":"m1","role":"assistant","metrics":{"inputTokens":10,"outputTokens":2,"cost":0}},{"id":"m1","role":"assistant","metrics":{"inputTokens":10}}]}"""),
            (".cline/data/sessions/s1/helper.messages.json", """{"agent":"helper","messages":[{"id":"m2","role":"assistant","ts":1773147600000,"modelInfo":{"id":"gpt-5"},"metrics":{"inputTokens":1,"cacheReadTokens":5}},{"id":"m3","role":"user","metrics":{"inputTokens":9}}]}"""));
        Assert.Equal(
            ["helper gpt-5 openai 0 2026-03-10T13:00:00", "lead claude-opus-4-6 anthropic 10 2026-03-10T12:00:00"],
            scan.Events.Select(usage => $"{scan.Name(usage.Agent)} {scan.Name(usage.Model)} {scan.Name(usage.Provider)} {usage.Tokens.Input} {FixtureScan.Time(usage)}").Order(StringComparer.Ordinal));
        Assert.All(scan.Events, usage => Assert.Equal(("s1", "/w/app"), (scan.Name(usage.Session), scan.Name(usage.Project))));
    }

    [Fact]
    public void Turns_that_were_copied_back_to_a_task_count_in_the_session_that_has_them()
    {
        using var scan = FixtureScan.Of("cline/written-back");
        Assert.Equal(
            ["1784929680190 10", "1784929680190 1000", "1784929680190 2000", "1784929690000 7"],
            scan.Events.Select(usage => $"{scan.Name(usage.Session)} {usage.Tokens.Input}").Order(StringComparer.Ordinal));
        Assert.Equal(1, scan.Source.DuplicatesDropped);
    }

    [Theory]
    [InlineData("{\"baseUiMessageCount\":0,\"writtenUiMessageCount\":")]
    [InlineData("{\"baseUiMessageCount\":-1,\"writtenUiMessageCount\":1}")]
    [InlineData("{\"baseUiMessageCount\":0}")]
    [InlineData("[0,1]")]
    public void A_note_of_what_was_copied_back_that_says_nothing_leaves_all_rows(string note)
    {
        using var scan = FixtureScan.OfFiles(
            "cline",
            (Extension + "tasks/1/ui_messages.json", Row(1773144000000, 5)),
            (Extension + "tasks/1/sdk_writeback.json", note),
            (".cline/data/sessions/1/1.messages.json", """{"messages":[{"id":"m1","role":"assistant","metrics":{"inputTokens":10}}]}"""));
        Assert.Equal([5, 10], scan.Events.Select(usage => usage.Tokens.Input).Order());
    }

    [Theory]
    [InlineData("CLINE_SESSION_DATA_DIR", "~/own", "own/s2/s2.messages.json")]
    [InlineData("CLINE_DATA_DIR", "~/own", "own/sessions/s2/s2.messages.json")]
    [InlineData("CLINE_DIR", "~/own", "own/data/sessions/s2/s2.messages.json")]
    public void Variables_move_the_sessions_only(string variable, string value, string path)
    {
        const string Session = """{"messages":[{"id":"m1","role":"assistant","metrics":{"inputTokens":10}}]}""";
        using var scan = FixtureScan.OfFiles(
            "cline",
            new Dictionary<string, string> { [variable] = value },
            (path, Session), (".cline/data/sessions/s1/s1.messages.json", Session), (".cline/data/tasks/1/ui_messages.json", Row(1773144000000, 5)));
        Assert.Equal(["1", "s2"], scan.Events.Select(usage => scan.Name(usage.Session)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_variable_of_the_older_CLI_adds_its_tasks_and_is_one_path()
    {
        using var scan = FixtureScan.OfFiles(
            "cline",
            new Dictionary<string, string> { ["CLINE_DIR"] = "{HOME}/a,b" },
            ("a,b/data/tasks/1/ui_messages.json", Row(1773144000000, 5)),
            ("a,b/data/state/taskHistory.json", """[{"id":"1","cwdOnTaskInitialization":"/w/one"}]"""),
            ("a,b/data/sessions/s1/s1.messages.json", """{"messages":[{"id":"m1","role":"assistant","metrics":{"inputTokens":10}}]}"""));
        Assert.Equal(["5 /w/one", "10 "], scan.Events.OrderBy(usage => usage.Tokens.Input).Select(usage => $"{usage.Tokens.Input} {scan.Name(usage.Project)}"));
    }

    private static string Row(long timestampMs, int input) => $$"""[{"ts":{{timestampMs}},"say":"api_req_started","text":"{\"tokensIn\":{{input}}}"}]""";

    private static IEnumerable<string> Problems(FixtureScan scan) => scan.Source.Problems.Select(problem => $"{problem.Kind} {problem.Count} at {problem.FirstLine}");
}
