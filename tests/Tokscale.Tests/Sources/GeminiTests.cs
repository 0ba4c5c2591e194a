using System.Security.Cryptography;
using System.Text;
using Tokscale.Core.Sources.Gemini;
using Tokscale.Core.Usage;
using Xunit;

namespace Tokscale.Tests.Sources;

public class GeminiTests
{
    private const string Head = """{"sessionId":"s1","startTime":"2026-05-01T09:00:00.000Z","kind":"main"}""";

    [Fact]
    public void A_time_may_be_a_number()
    {
        using var scan = FixtureScan.OfFiles("gemini", (".gemini/tmp/app/chats/session-a.jsonl", """
            {"sessionId":"s1","startTime":1746093600000}
            {"id":"g1","timestamp":1746093605000,"type":"gemini","tokens":{"input":5}}
            {"id":"g2","type":"gemini","tokens":{"input":6}}
            """));
        Assert.Equal(["2025-05-01T10:00:05", "2025-05-01T10:00:00"], scan.Events.OrderBy(usage => usage.Tokens.Input).Select(FixtureScan.Time));
    }

    [Fact]
    public void A_project_is_named_by_its_root_file()
    {
        using var scan = FixtureScan.Of("gemini/jsonl");
        Assert.All(scan.Events, usage => Assert.Equal("/w/app", scan.Name(usage.Project)));
        Assert.All(scan.Events, usage => Assert.Equal("google", scan.Name(usage.Provider)));
        Assert.All(scan.Events, usage => Assert.Equal("main", scan.Name(usage.Agent)));
        Assert.All(scan.Events, usage => Assert.Equal("abcd1234-0000-4000-8000-000000000001", scan.Name(usage.Session)));
    }

    [Theory]
    [InlineData("app", "/w/app")]
    [InlineData("ece9371bedcbc1139e32f73cc67f0e41d989923d6c820725b6bc0a499922f610", "/w/app")]
    [InlineData("other", "other")]
    public void A_project_is_found_in_the_list_by_slug_or_hash_else_it_is_the_folder(string folder, string project)
    {
        using var scan = FixtureScan.OfFiles(
            "gemini",
            (".gemini/projects.json", """{"projects":{"/w/no":"no","/w/app":"app"}}"""),
            ($".gemini/tmp/{folder}/chats/session-1.jsonl", Lines(Head, Message("g1", 10))));
        Assert.Equal(project, scan.Name(Assert.Single(scan.Events).Project));
    }

    [Fact]
    public void A_sub_agent_has_its_own_name_and_belongs_to_the_session_that_started_it()
    {
        using var scan = FixtureScan.Of("gemini/subagent");
        UsageEvent usage = Assert.Single(scan.Events, usage => scan.Name(usage.Agent) == "codebase_investigator");
        Assert.Equal("abcd1234-0000-4000-8000-000000000001", scan.Name(usage.Session));
    }

    [Theory]
    [InlineData("3f2a0000-1111-4222-8333-444455556666")]
    [InlineData("plain")]
    public void A_sub_agent_without_a_telling_file_name_is_called_subagent(string stem)
    {
        using var scan = FixtureScan.OfFiles("gemini", ($".gemini/tmp/app/chats/s0/{stem}.jsonl", Lines(Head, Message("g1", 10))));
        Assert.Equal("subagent", scan.Name(Assert.Single(scan.Events).Agent));
    }

    [Fact]
    public void A_message_keeps_the_time_of_its_first_record()
    {
        using var scan = FixtureScan.OfFiles("gemini", (".gemini/tmp/app/chats/session-1.jsonl", Lines(
            Head,
            """{"id":"g1","timestamp":"2026-05-01T23:59:59.000Z","type":"gemini","tokens":null}""",
            """{"id":"g1","timestamp":"2026-05-02T00:00:03.000Z","type":"gemini","tokens":{"input":10}}""",
            """{"id":"g1","type":"gemini","tokens":{"input":12}}""")));
        UsageEvent usage = Assert.Single(scan.Events);
        Assert.Equal("2026-05-01T23:59:59", FixtureScan.Time(usage));
        Assert.Equal(12, usage.Tokens.Input);
    }

    [Fact]
    public void A_message_without_a_time_takes_that_of_the_session_and_one_without_both_that_of_the_file()
    {
        using var scan = FixtureScan.OfFiles(
            "gemini",
            (".gemini/tmp/app/chats/session-1.json", """{"messages":[{"id":"g1","type":"gemini","tokens":{"input":1}}],"startTime":"2026-05-01T09:00:00Z"}"""),
            (".gemini/tmp/app/chats/session-2.jsonl", """{"id":"g1","timestamp":"soon","type":"gemini","tokens":{"input":2}}"""));
        Assert.Equal(["2026-05-01T09:00:00", "2026-05-01T10:00:00"], scan.Events.Select(FixtureScan.Time));
        Assert.Equal(["Undated", "Undated"], scan.Source.Problems.Select(problem => problem.Kind.ToString()));
        Assert.Equal(["session-1", "session-2"], scan.Events.Select(usage => scan.Name(usage.Session)));
    }

    [Fact]
    public void A_document_that_does_not_parse_gives_nothing_and_is_told()
    {
        using var scan = FixtureScan.OfFiles(
            "gemini",
            (".gemini/tmp/app/chats/session-1.json", """{"sessionId":"s1","messages":[{"id":"g1","type":"gemini","tokens":{"input":1}},{"id"""),
            (".gemini/tmp/app/chats/session-2.json", """[{"id":"g1","type":"gemini","tokens":{"input":1}}]"""));
        Assert.Empty(scan.Events);
        Assert.Equal(["MalformedFile 1"], scan.Source.Problems.Select(problem => $"{problem.Kind} {problem.Count}"));
    }

    [Fact]
    public void A_damaged_line_leaves_nothing_behind()
    {
        using var scan = FixtureScan.OfFiles("gemini", (".gemini/tmp/app/chats/session-1.jsonl", Lines(
            Head,
            """{"$set":{"messages":[{"id":"g1","type":"gemini","tokens":{"input":1}},{"id":"g2","type":"gemini","tok""",
            Message("g3", 4))));
        Assert.Equal(4, Assert.Single(scan.Events).Tokens.Input);
        Assert.Equal(["MalformedLine 1 at 2"], scan.Source.Problems.Select(problem => $"{problem.Kind} {problem.Count} at {problem.FirstLine}"));
    }

    [Fact]
    public void Only_chats_are_read()
    {
        using var scan = FixtureScan.OfFiles(
            "gemini",
            (".gemini/tmp/app/logs.jsonl", Message("g1", 1)),
            (".gemini/tmp/app/other/session-1.jsonl", Message("g2", 2)),
            (".gemini/tmp/app/chats/session-1.jsonl.unreadable-5", Message("g3", 4)),
            (".gemini/tmp/app/chats/session-1.JSONL", Message("g4", 8)),
            (".gemini/tmp/tmp/chats/session-1.jsonl", Message("g5", 16)));
        Assert.Equal(16, Assert.Single(scan.Events).Tokens.Input);
    }

    [Theory]
    [InlineData("GEMINI_CLI_HOME", "~/moved", "moved/.gemini/tmp/app/chats/s.jsonl")]
    [InlineData("GEMINI_CLI_HOME", "~/moved/.gemini", "moved/.gemini/tmp/app/chats/s.jsonl")]
    [InlineData("GEMINI_CLI_HOME", "~/moved/.gemini/tmp", "moved/.gemini/tmp/app/chats/s.jsonl")]
    [InlineData("GEMINI_DATA_DIR", "{HOME}/none,{HOME}/data", "data/app/chats/s.jsonl")]
    [InlineData("GEMINI_DATA_DIR", "{HOME}/data/.gemini", "data/.gemini/tmp/app/chats/s.jsonl")]
    public void Variables_replace_the_default(string variable, string value, string path)
    {
        var variables = new Dictionary<string, string> { [variable] = value };
        using var scan = FixtureScan.OfFiles("gemini", variables, (path, Message("g1", 1)), (".gemini/tmp/app/chats/s.jsonl", Message("g2", 2)));
        Assert.Equal(1, Assert.Single(scan.Events).Tokens.Input);
    }

    [Fact]
    public void The_hash_of_a_path_is_sha_256()
    {
        for (int length = 0; length < 200; length++)
        {
            byte[] text = Encoding.UTF8.GetBytes(new string('x', length));
            Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(text)), Sha256.HexOf(text));
        }
    }

    private static string Message(string id, int input) =>
        $$"""{"id":"{{id}}","timestamp":"2026-05-01T10:00:05.000Z","type":"gemini","tokens":{"input":{{input}},"output":0} }""";

    private static string Lines(params string[] lines) => string.Join('\n', lines) + "\n";
}
