using System.Security.Cryptography;
using System.Text;
using Tokscale.Core.Sources.Kimi;
using Tokscale.Core.Usage;
using Xunit;

namespace Tokscale.Tests.Sources;

public class KimiTests
{
    private const string FolderOfApp = "88b917843fbc859c6c410d34ba465703";
    private const string Update = """{"timestamp":1777629600.5,"message":{"type":"StatusUpdate","payload":{"token_usage":{"input_other":5},"message_id":"m1"} } }""";

    [Fact]
    public void A_session_is_its_folder_and_its_project_the_path_with_that_hash()
    {
        using var scan = FixtureScan.Of("kimi/cli");
        UsageEvent usage = scan.Events[0];
        Assert.Equal("s1", scan.Name(usage.Session));
        Assert.Equal("/w/app", scan.Name(usage.Project));
        Assert.Equal("moonshotai", scan.Name(usage.Provider));
        Assert.Equal("2026-05-01T10:00:01", FixtureScan.Time(usage));
    }

    [Fact]
    public void A_call_of_a_sub_agent_is_named_by_the_log_that_knows_its_kind()
    {
        using var scan = FixtureScan.Of("kimi/subagent");
        Assert.Equal(
            ["10 main s1", "100 coder s1", "5 subagent s1", "7 coder s1"],
            scan.Events.Select(usage => $"{usage.Tokens.Input} {scan.Name(usage.Agent)} {scan.Name(usage.Session)}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Sessions_of_the_newer_program_have_their_project_from_its_lists()
    {
        using var scan = FixtureScan.OfFiles(
            "kimi",
            (".kimi-code/workspaces.json", """{"version":1,"workspaces":{"ws1":{"root":"/w/one"}}}"""),
            (".kimi-code/session_index.jsonl", """{"sessionId":"s2","workDir":"/w/two"}"""),
            (".kimi-code/sessions/ws1/s1/agents/main/wire.jsonl", Record(1)),
            (".kimi-code/sessions/ws2/s2/agents/worker/wire.jsonl", Record(2)),
            (".kimi-code/sessions/ws3/s3/wire.jsonl", Record(3)));
        Assert.Equal(
            ["s1 /w/one main", "s2 /w/two subagent", "s3  main"],
            scan.Events.Select(usage => $"{scan.Name(usage.Session)} {scan.Name(usage.Project)} {scan.Name(usage.Agent)}"));
    }

    [Theory]
    [InlineData("default_model = 'a'\n[models.a]\nmodel = \"real\"\n", "real")]
    [InlineData("[models.\"a/b\"] # one\nmodel = \"real\" # two\n[other]\nmodel = \"no\"\n", "kimi-for-coding")]
    [InlineData("default_model = \"a/b\" # set\n[models.\"a/b\"]\nmodel=\"real\"\n", "real")]
    [InlineData("default_model = \"bare\"\n", "bare")]
    [InlineData("# nothing\n", "kimi-for-coding")]
    public void The_model_of_the_older_program_is_the_one_its_settings_name(string settings, string model)
    {
        using var scan = FixtureScan.OfFiles("kimi", (".kimi/config.toml", settings), ($".kimi/sessions/{FolderOfApp}/s1/wire.jsonl", Update));
        Assert.Equal(model, scan.Name(Assert.Single(scan.Events).Model));
    }

    [Fact]
    public void A_record_that_names_an_entry_of_the_settings_is_of_the_model_that_was_requested_for_it()
    {
        using var scan = FixtureScan.OfFiles("kimi", (".kimi-code/sessions/ws/s1/agents/main/wire.jsonl", """
            {"type":"llm.request","provider":"anthropic","model":"claude-sonnet-4-5","modelAlias":"fast","time":1777629600000}
            {"type":"usage.record","model":"fast","usage":{"inputOther":1},"time":1777629601000}
            {"type":"usage.record","model":"kimi-code/kimi-k3","usage":{"inputOther":2},"time":1777629602000}
            {"type":"llm.request","model":"kimi-k2-thinking","modelAlias":"kimi-code/kimi-k3","time":1777629603000}
            {"type":"usage.record","model":"kimi-code/kimi-k3","usage":{"inputOther":3},"time":1777629604000}
            {"type":"usage.record","model":"fast","usage":{"inputOther":4},"time":1777629605000}
            """));
        Assert.Equal(
            ["1 claude-sonnet-4-5 anthropic", "2 kimi-k3 moonshotai", "3 kimi-k2-thinking moonshotai", "4 fast moonshotai"],
            scan.Events.Select(usage => $"{usage.Tokens.Input} {scan.Name(usage.Model)} {scan.Name(usage.Provider)}"));
    }

    [Fact]
    public void A_copy_that_lacks_the_request_is_a_copy_all_the_same()
    {
        const string request = """{"type":"llm.request","model":"real","modelAlias":"kimi-k3","time":1777629600000}""";
        using var scan = FixtureScan.OfFiles(
            "kimi",
            (".kimi-code/sessions/ws/s1/agents/main/wire.jsonl", request + "\n" + Record(1)),
            (".kimi-code/sessions/ws/s2/agents/main/wire.jsonl", Record(1)));
        Assert.Single(scan.Events);
    }

    [Fact]
    public void Records_without_a_time_are_calls_of_their_own_and_copies_in_the_same_line_of_another_log()
    {
        const string record = """{"type":"usage.record","model":"kimi-k3","usage":{"inputOther":5}}""";
        string log = $"{Record(1)}\n{record}\n{record}\n";
        using var scan = FixtureScan.OfFiles(
            "kimi",
            (".kimi-code/sessions/ws/s1/agents/main/wire.jsonl", log), (".kimi-code/sessions/ws/s2/agents/main/wire.jsonl", log));
        Assert.Equal(3, scan.Events.Count);
    }

    [Fact]
    public void A_line_with_a_type_of_its_own_may_hold_a_message_of_any_kind()
    {
        using var scan = FixtureScan.OfFiles("kimi", (".kimi-code/sessions/ws/s1/agents/main/wire.jsonl", """
            {"message":"m","type":"llm.request","model":"real"}
            {"type":"usage.record","model":"__x__","usage":{"inputOther":5},"message":{"type":"other","payload":{}},"time":"2026-05-02T10:00:00Z"}
            """));
        UsageEvent usage = Assert.Single(scan.Events);
        Assert.Equal("5 real 2026-05-02T10:00:00", $"{usage.Tokens.Input} {scan.Name(usage.Model)} {FixtureScan.Time(usage)}");
    }

    [Fact]
    public void A_record_without_a_time_takes_that_of_the_line_before_whatever_it_is()
    {
        using var scan = FixtureScan.OfFiles("kimi", (".kimi-code/sessions/ws/s1/agents/main/wire.jsonl", """
            {"type":"context.append","content":"long","time":1777716000000}
            {"type":"usage.record","model":"kimi-k3","usage":{"inputOther":5}}
            """));
        Assert.Equal("2026-05-02T10:00:00", FixtureScan.Time(Assert.Single(scan.Events)));
        Assert.Equal("Undated 1", Assert.Single(scan.Source.Problems.Select(problem => $"{problem.Kind} {problem.Count}")));
    }

    [Fact]
    public void A_variable_moves_the_home_of_its_own_program_only()
    {
        var variables = new Dictionary<string, string> { ["KIMI_SHARE_DIR"] = "~/moved" };
        using var scan = FixtureScan.OfFiles(
            "kimi",
            variables,
            ($"moved/sessions/{FolderOfApp}/s1/wire.jsonl", Update),
            ($".kimi/sessions/{FolderOfApp}/s2/wire.jsonl", Update.Replace("m1", "m2")),
            (".kimi-code/sessions/ws/s3/agents/main/wire.jsonl", Record(1)));
        Assert.Equal(["s1", "s3"], scan.Events.Select(usage => scan.Name(usage.Session)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_list_of_homes_replaces_both()
    {
        var variables = new Dictionary<string, string> { ["KIMI_DATA_DIR"] = "~/a,~/b" };
        using var scan = FixtureScan.OfFiles(
            "kimi",
            variables,
            ($"a/sessions/{FolderOfApp}/s1/wire.jsonl", Update),
            ("b/sessions/ws/s2/wire.jsonl", Record(1)),
            (".kimi-code/sessions/ws/s3/agents/main/wire.jsonl", Record(2)));
        Assert.Equal(["s1", "s2"], scan.Events.Select(usage => scan.Name(usage.Session)));
    }

    [Fact]
    public void The_hash_of_a_path_is_md5()
    {
        for (int length = 0; length < 200; length++)
        {
            byte[] text = Encoding.UTF8.GetBytes(new string('x', length));
            Assert.Equal(Convert.ToHexStringLower(MD5.HashData(text)), Md5.HexOf(text));
        }
    }

    private static string Record(int second) =>
        $"{{\"type\":\"usage.record\",\"model\":\"kimi-k3\",\"usage\":{{\"inputOther\":5}},\"time\":{1777629600000 + second * 1000}}}";
}
