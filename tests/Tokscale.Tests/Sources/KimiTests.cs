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
