using Tokscale.Core.Scanning;
using Tokscale.Core.Usage;
using Xunit;

namespace Tokscale.Tests.Sources;

public class OpenCodeTests
{
    private const string Data = ".local/share/opencode/";
    private const string Messages = "CREATE TABLE message(id TEXT PRIMARY KEY, session_id TEXT, time_created INTEGER, time_updated INTEGER, data TEXT)";
    private const string Parts = "CREATE TABLE part(id TEXT PRIMARY KEY, message_id TEXT, session_id TEXT, data TEXT)";
    private const string SecondSessions = "CREATE TABLE session_v2(id TEXT PRIMARY KEY, parent_id TEXT, directory TEXT)";
    private const string SecondMessages =
        "CREATE TABLE session_message(id TEXT PRIMARY KEY, session_id TEXT, type TEXT, seq INTEGER, time_created INTEGER, data TEXT)";

    [Fact]
    public void A_message_of_a_database_tells_its_session_project_agent_cost_and_duration()
    {
        using var scan = FixtureScan.Of("opencode/sqlite");
        UsageEvent usage = scan.Events.First();
        Assert.Equal("ses_a /w/app build openai gpt-5.2", $"{scan.Name(usage.Session)} {scan.Name(usage.Project)} {scan.Name(usage.Agent)} " +
            $"{scan.Name(usage.Provider)} {scan.Name(usage.Model)}");
        Assert.Equal((0.01m, 5000, "2026-05-01T10:00:00"), (usage.LoggedCostUsd, usage.DurationMs, FixtureScan.Time(usage)));
        Assert.Equal([(ProblemKind.MalformedRow, 1, (long?)5)], scan.Source.Problems.Select(problem => (problem.Kind, problem.Count, problem.FirstLine)));
        Assert.Equal(2, scan.Source.DuplicatesDropped);
    }

    [Fact]
    public void Messages_of_the_second_tables_are_read_with_reasoning_beside_output()
    {
        using var scan = FixtureScan.OfHome("opencode", home => home.WriteDatabase(Data + "opencode.db",
            SecondSessions, SecondMessages, "INSERT INTO session_v2 VALUES ('s1', NULL, '/w/two')",
            "INSERT INTO session_message VALUES ('m0', 's1', 'user', 1, 1777629600000, '{}')",
            """
            INSERT INTO session_message VALUES ('m1', 's1', 'assistant', 2, 1777629600000,
            '{"agent":"plan","model":{"id":"gpt-5.6-sol","providerID":"openai"},"cost":0.01,"tokens":{"input":100,"output":140,"reasoning":60,"cache":{"read":1000,"write":20}},"time":{"created":1777629600000,"completed":1777629600900}}')
            """));
        UsageEvent usage = Assert.Single(scan.Events);
        Assert.Equal(new TokenCounts(100, 140, 1000, 20, 0, 60), usage.Tokens);
        Assert.Equal("gpt-5.6-sol openai /w/two plan", $"{scan.Name(usage.Model)} {scan.Name(usage.Provider)} {scan.Name(usage.Project)} {scan.Name(usage.Agent)}");
        Assert.Empty(scan.Source.Problems);
    }

    [Fact]
    public void A_message_that_both_tables_hold_counts_once()
    {
        string first = Message(input: 7, output: 30, reasoning: 10, total: 37);
        string second = """{"model":{"id":"m","providerID":"p"},"tokens":{"input":7,"output":30,"reasoning":10},"time":{"created":1777629600000}}""";
        using var scan = FixtureScan.OfHome("opencode", home => home.WriteDatabase(Data + "opencode.db", Messages, SecondMessages,
            $"INSERT INTO message VALUES ('m1', 's1', 1777629600000, 0, {DatabaseFile.Text(first)})",
            InsertSecond("m9", "s1", 1777629600000, second)));
        Assert.Equal(new TokenCounts(7, 20, 0, 0, 0, 10), Assert.Single(scan.Events).Tokens);
    }

    [Theory]
    [InlineData("s1", 1777629600400, 30, 1)] // while the message was made
    [InlineData("s1", 1777629599999, 30, 2)]
    [InlineData("s1", 1777629601001, 30, 2)]
    [InlineData("s1", 1777629600400, 31, 2)]
    [InlineData("s2", 1777629600400, 30, 2)]
    public void A_step_that_the_second_tables_repeat_under_another_id_and_time_counts_once(string session, long created, int output, int calls)
    {
        using var scan = FixtureScan.OfHome("opencode", home => home.WriteDatabase(Data + "opencode.db", Messages, SecondMessages,
            InsertMessage("m1", Message(input: 7, output: 30, reasoning: 10, total: 37, completed: 1777629601000)),
            Repeated("evt_1", session, created, output)));
        Assert.Equal(calls, scan.Events.Count);
        Assert.Equal(new TokenCounts(7, 20, 0, 0, 0, 10), scan.Events[0].Tokens);
    }

    [Fact]
    public void Each_message_is_repeated_once_at_most_and_one_that_was_not_completed_too()
    {
        using var scan = FixtureScan.OfHome("opencode", home => home.WriteDatabase(Data + "opencode.db", Messages, SecondMessages,
            InsertMessage("m1", Message(input: 7, output: 30, reasoning: 10, total: 37)),
            Repeated("evt_1", "s1", 1777629600400, 30), Repeated("evt_2", "s1", 1777629600500, 30)));
        Assert.Equal([1777629600000, 1777629600500], scan.Events.Select(usage => usage.TimestampMs).Order());
    }

    private static string Repeated(string id, string session, long created, int output) => InsertSecond(id, session, created,
        $$$"""{"model":{"id":"m","providerID":"p","variant":"default"},"tokens":{"input":7,"output":{{{output}}},"reasoning":10},"time":{"created":{{{created}}}}}""");

    private static string InsertSecond(string id, string session, long created, string data) =>
        $"INSERT INTO session_message VALUES ('{id}', '{session}', 'assistant', 1, {created}, {DatabaseFile.Text(data)})";

    [Fact]
    public void A_database_wins_over_the_files_it_was_made_from_and_they_fill_its_gaps()
    {
        using var scan = FixtureScan.OfHome("opencode", home =>
        {
            home.Write(Data + "storage/message/s1/m1.json", Message(input: 1, created: 1777629600001));
            home.Write(Data + "storage/message/s1/m2.json", Message(input: 20, created: 1777629600002));
            home.WriteDatabase(Data + "opencode.db", Messages, InsertMessage("m1", Message(input: 10, created: 1777629600003)));
        });
        Assert.Equal([10L, 20L], scan.Events.Select(usage => usage.Tokens.Input));
        Assert.Equal(1, scan.Source.DuplicatesDropped);
    }

    [Fact]
    public void A_forked_session_does_not_count_again_and_the_call_stays_with_the_first_session()
    {
        using var scan = FixtureScan.OfHome("opencode", home =>
        {
            home.WriteDatabase(Data + "opencode-beta.db", Messages, InsertMessage("msg_b2", Message(input: 5), "fork"));
            home.WriteDatabase(Data + "opencode.db", Messages, InsertMessage("msg_a1", Message(input: 5), "origin"));
            home.Write(Data + "storage/message/s3/msg_c3.json", Message(input: 5));
        });
        Assert.Equal("origin", scan.Name(Assert.Single(scan.Events).Session));
        Assert.Equal(2, scan.Source.DuplicatesDropped);
    }

    [Fact]
    public void Messages_that_differ_in_one_figure_are_no_copies()
    {
        string[] messages =
        [
            Message(), Message(input: 2), Message(output: 3), Message(created: 1777629600001), Message(provider: "q"), Message(model: "n"), Message(cost: "0.5"),
            Message(completed: 1777629600800),
        ];
        using var scan = FixtureScan.OfHome("opencode", home => home.WriteDatabase(Data + "opencode.db",
            [Messages, .. messages.Select((message, index) => InsertMessage($"m{index}", message))]));
        Assert.Equal(messages.Length, scan.Events.Count);
    }

    [Theory]
    [InlineData("openai", 100, 60, 200, 40)] // input 100 + output 100 is the total: inside
    [InlineData("anthropic", 100, 60, 200, 40)]
    [InlineData("openai", 100, 60, 260, 100)] // beside
    [InlineData("openai", 100, 60, 0, 40)]
    [InlineData("openrouter", 100, 60, 0, 40)]
    [InlineData("openai", 50, 60, 0, 50)] // more reasoning than output proves that it stands beside
    [InlineData("google", 100, 60, 0, 100)]
    [InlineData("some-gateway", 100, 60, 0, 100)]
    public void Reasoning_is_taken_out_of_output_where_it_is_inside(string provider, long output, long reasoning, long total, long expectedOutput)
    {
        using var scan = FixtureScan.OfHome("opencode", home => home.WriteDatabase(Data + "opencode.db", Messages,
            InsertMessage("m1", Message(input: 100, output: output, reasoning: reasoning, total: total, provider: provider))));
        Assert.Equal(new TokenCounts(100, expectedOutput, 0, 0, 0, reasoning), Assert.Single(scan.Events).Tokens);
    }

    [Fact]
    public void Steps_of_one_message_are_summed_from_the_parts_of_a_database()
    {
        using var scan = FixtureScan.OfHome("opencode", home => home.WriteDatabase(Data + "opencode.db", Messages, Parts,
            InsertMessage("m1", Message(input: 5, output: 20, cost: "0.03")), InsertMessage("m2", Message(input: 9)),
            Part("p1", "m1", """{"type":"text","text":"say \"type\":\"step-finish\""}"""),
            Part("p2", "m1", """{"type":"step-finish","tokens":{"input":100,"output":10,"reasoning":4,"total":160,"cache":{"read":0,"write":50}},"cost":0.01}"""),
            Part("p3", "m1", """{"type":"step-finish","tokens":{"input":5,"output":20},"cost":0.02}"""),
            Part("p4", "m2", """{"type":"step-finish","tokens":{"input":700,"output":1},"cost":0.02}""")));
        Assert.Equal([new TokenCounts(105, 26, 0, 50, 0, 4), new TokenCounts(9, 2, 0, 0, 0, 0)], scan.Events.Select(usage => usage.Tokens));
        Assert.Equal([true, false], scan.Events.Select(usage => usage.Class.IsAggregate));
        Assert.Equal(0.03m, scan.Events[0].LoggedCostUsd);
    }

    [Fact]
    public void Steps_in_a_large_database_are_summed_also_when_younger_messages_have_smaller_ids()
    {
        using var scan = FixtureScan.OfHome("opencode", home => home.WriteDatabase(Data + "opencode.db", Messages, Parts,
            $"INSERT INTO message VALUES ('msg_98', 's1', 1754042400000, 0, {DatabaseFile.Text(Message(input: 3, created: 1754042400000))})",
            $"INSERT INTO message VALUES ('msg_00', 's1', 1786788000000, 0, {DatabaseFile.Text(Message(input: 9, created: 1786788000000))})",
            Part("p1", "msg_98", """{"type":"step-finish","tokens":{"input":30,"output":40}}"""),
            Part("p2", "msg_98", """{"type":"step-finish","tokens":{"input":3,"output":2}}"""),
            "INSERT INTO part VALUES ('p3', 'msg_98', 's1', zeroblob(34000000))"));
        Assert.Equal([33L, 9L], scan.Events.Select(usage => usage.Tokens.Input).OrderDescending());
    }

    [Fact]
    public void A_step_without_counts_is_none()
    {
        using var scan = FixtureScan.OfHome("opencode", home => home.WriteDatabase(Data + "opencode.db", Messages, Parts,
            InsertMessage("m1", Message(input: 10)), Part("p1", "m1", """{"type":"step-finish","cost":0.01}"""),
            Part("p2", "m1", """{"type":"step-finish","tokens":{"input":3,"output":2}}"""), Part("p3", "m1", """{"type":"step-finish","tokens":null}""")));
        Assert.Equal(10, Assert.Single(scan.Events).Tokens.Input);
    }

    [Theory]
    [InlineData("""
        "modelID":"m","model":"other","providerID":"p","provider":"q"
        """)]
    [InlineData("""
        "provider":"q","providerID":"p","model":{"id":"other","providerID":"q"},"modelID":"m"
        """)]
    [InlineData("""
        "model":"m","modelID":"","provider":"p","providerID":null
        """)]
    [InlineData("""
        "model":{"id":"m","providerID":"p"}
        """)]
    public void Other_names_of_model_and_provider_count_only_where_the_usual_ones_tell_nothing(string fields)
    {
        using var scan = FixtureScan.OfHome("opencode", home => home.WriteDatabase(Data + "opencode.db", Messages,
            InsertMessage("m1", $$$"""{"role":"assistant",{{{fields}}},"tokens":{"input":1}}""")));
        UsageEvent usage = Assert.Single(scan.Events);
        Assert.Equal("m p", $"{scan.Name(usage.Model)} {scan.Name(usage.Provider)}");
    }

    [Theory]
    [InlineData("1773144000000")]
    [InlineData("1773144000")]
    [InlineData("\"2026-03-10T12:00:00Z\"")]
    [InlineData("\"1773144000000\"")]
    public void Times_are_read_in_any_usual_form(string created)
    {
        using var scan = FixtureScan.OfHome("opencode", home => home.WriteDatabase(Data + "opencode.db", Messages,
            InsertMessage("m1", $$$"""{"role":"assistant","modelID":"m","time":{"created":{{{created}}}},"tokens":{"input":1}}""")));
        Assert.Equal("2026-03-10T12:00:00", FixtureScan.Time(Assert.Single(scan.Events)));
    }

    [Fact]
    public void A_compaction_belongs_to_the_folder_of_its_session_whichever_table_has_it()
    {
        using var scan = FixtureScan.Of("opencode/compaction");
        Assert.Equal(["/w/app", "/w/app", "/w/app", "/w/two", ""], scan.Events.OrderBy(usage => usage.TimestampMs).Select(usage => scan.Name(usage.Project) ?? ""));
    }

    [Fact]
    public void Files_of_the_first_versions_are_read_with_their_parts_and_sessions()
    {
        const string storage = Data + "project/home-u-app/storage/session/";
        using var scan = FixtureScan.OfFiles("opencode",
            (storage + "message/s1/m1.json", """{"id":"m1","sessionID":"s1","role":"assistant","time":{"created":1748736000000},"modelID":"claude-4","tokens":{"input":3,"output":4}}"""),
            (storage + "info/s1.json", """{"id":"s1","directory":"/w/old","parentID":"s0"}"""),
            (storage + "part/s1/m1/p1.json", """{"type":"step-finish","tokens":{"input":30,"output":40}}"""),
            (storage + "part/s1/m1/p2.json", """{"type":"step-finish","tokens":{"input":3,"output":4}}"""));
        UsageEvent usage = Assert.Single(scan.Events);
        Assert.Equal(new TokenCounts(33, 44, 0, 0, 0, 0), usage.Tokens);
        Assert.Equal("/w/old subagent anthropic", $"{scan.Name(usage.Project)} {scan.Name(usage.Agent)} {scan.Name(usage.Provider)}");
    }

    [Fact]
    public void Only_databases_of_the_agent_are_opened()
    {
        using var scan = FixtureScan.OfHome("opencode", home =>
        {
            foreach (string name in (string[])["opencode.db", "opencode-next_1.2.db", "opencode-.db", "opencode.db.bak", "myopencode.db", "opencode beta.db", "log/opencode.db"])
            {
                home.WriteDatabase(Data + name, Messages, InsertMessage(name, Message(model: name)));
            }
        });
        Assert.Equal(["opencode-next_1.2.db", "opencode.db"], scan.Events.Select(usage => scan.Name(usage.Model)).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("OPENCODE_DATA_DIR", "{HOME}/a, {HOME}/b", "a b")]
    [InlineData("OPENCODE_DB", "{HOME}/a/other.sqlite", "default other")]
    [InlineData("OPENCODE_DB", "mine.db", "default mine")]
    [InlineData("OPENCODE_DB", ":memory:", "default")]
    [InlineData("XDG_DATA_HOME", "{HOME}/xdg", "xdg")]
    public void Variables_say_where_the_databases_are(string variable, string value, string expected)
    {
        using var scan = FixtureScan.OfHome("opencode", home =>
        {
            void Write(string path, string model) => home.WriteDatabase(path, Messages, InsertMessage(model, Message(model: model)));
            Write(Data + "opencode.db", "default");
            Write(Data + "mine.db", "mine");
            Write("a/opencode.db", "a");
            Write("b/opencode.db", "b");
            Write("a/other.sqlite", "other");
            Write("xdg/opencode/opencode.db", "xdg");
        }, new Dictionary<string, string> { [variable] = value });
        Assert.Equal(expected, string.Join(' ', scan.Events.Select(usage => scan.Name(usage.Model)).Order(StringComparer.Ordinal)));
    }

    [Fact]
    public void A_message_without_a_time_takes_the_column_or_the_file_and_is_reported_only_then()
    {
        const string undated = """{"role":"assistant","modelID":"m","tokens":{"input":1}}""";
        using var scan = FixtureScan.OfHome("opencode", home =>
        {
            home.WriteDatabase(Data + "opencode.db", Messages, $"INSERT INTO message VALUES ('m1', 's1', 1773144000000, 0, '{undated}')");
            home.Write(Data + "storage/message/s1/m2.json", undated);
        });
        Assert.Equal(["2026-03-10T12:00:00", "2026-05-01T10:00:00"], scan.Events.Select(FixtureScan.Time));
        Assert.Equal([ProblemKind.Undated], scan.Source.Problems.Select(problem => problem.Kind));
    }

    [Fact]
    public void Damaged_files_and_rows_are_told_and_foreign_ones_are_not()
    {
        using var scan = FixtureScan.OfHome("opencode", home =>
        {
            home.WriteDatabase(Data + "opencode.db", Messages, "INSERT INTO message VALUES ('m1', 's1', 1, 0, NULL)", "INSERT INTO message VALUES ('m2', 's1', 1, 0, X'FF00')",
                "INSERT INTO message VALUES ('m3', 's1', 1, 0, 17)", "INSERT INTO message VALUES ('m4', 's1', 1, 0, '{\"role\":\"assist')", InsertMessage("m5", Message()));
            home.Write(Data + "storage/message/s1/a.json", "{\"role\":\"assist");
            home.Write(Data + "storage/message/s1/b.json", " \n");
            home.Write(Data + "storage/message/s1/c.json", "[1,2]");
            home.Write(Data + "storage/message/s1/d.json", "null");
            home.Write(Data + "storage/message/s1/e.json", "\0\0\0"); // As a crash leaves it.
        });
        Assert.Single(scan.Events);
        Assert.Equal(["MalformedRow 4", "MalformedFile 1", "MalformedFile 1"], scan.Source.Problems.Select(problem => $"{problem.Kind} {problem.Count}"));
    }

    [Fact]
    public void A_database_of_another_shape_is_told()
    {
        using var scan = FixtureScan.OfHome("opencode", home =>
        {
            home.WriteDatabase(Data + "opencode.db", "CREATE TABLE message(id TEXT, body TEXT)");
            home.WriteDatabase(Data + "opencode-x.db", "CREATE TABLE other(id TEXT)");
        });
        Assert.Equal([ProblemKind.UnreadableDatabase, ProblemKind.UnreadableDatabase], scan.Source.Problems.Select(problem => problem.Kind));
    }

    private static string Message(
        long input = 1, long output = 2, long reasoning = 0, long total = 0, string provider = "p", string model = "m", long created = 1777629600000,
        long completed = 0, string cost = "0") =>
        $$$"""
        {"role":"assistant","modelID":"{{{model}}}","providerID":"{{{provider}}}","cost":{{{cost}}},"path":{"root":"/w/app"},"time":{"created":{{{created}}}{{{(completed > 0 ? $",\"completed\":{completed}" : "")}}}},
        "tokens":{"total":{{{total}}},"input":{{{input}}},"output":{{{output}}},"reasoning":{{{reasoning}}}}}
        """;

    private static string InsertMessage(string id, string data, string session = "s1") =>
        $"INSERT INTO message VALUES ('{id}', '{session}', 1777629600000, 0, {DatabaseFile.Text(data)})";

    private static string Part(string id, string message, string data) => $"INSERT INTO part VALUES ('{id}', '{message}', 's1', {DatabaseFile.Text(data)})";
}
