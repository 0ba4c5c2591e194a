using Tokscale.Core.Usage;
using Xunit;

namespace Tokscale.Tests.Sources;

public class CodeBuddyTests
{
    [Theory]
    [InlineData("""{"input_tokens":100,"output_tokens":20,"total_tokens":120,"cache_read_input_tokens":30,"cache_creation_input_tokens":10}""", 60, 20, 30, 10, 0)]
    [InlineData("""{"input_tokens":100,"output_tokens":20,"total_tokens":150,"cache_read_input_tokens":30}""", 100, 20, 30, 0, 0)]
    [InlineData("""{"input_tokens":100,"output_tokens":20,"cache_read_input_tokens":30}""", 100, 20, 30, 0, 0)]
    [InlineData("""{"prompt_tokens":100,"completion_tokens":20,"prompt_cache_hit_tokens":30}""", 70, 20, 30, 0, 0)]
    [InlineData("""{"prompt_tokens":100,"completion_tokens":20,"prompt_tokens_details":{"cached_tokens":30},"completion_tokens_details":{"reasoning_tokens":5}}""", 70, 15, 30, 0, 5)]
    [InlineData("""{"prompt_tokens":10,"completion_tokens":2,"total_tokens":12,"prompt_cache_hit_tokens":30,"completion_thinking_tokens":5}""", 0, 0, 30, 0, 2)]
    [InlineData("""{"inputTokens":100,"outputTokens":20,"totalTokens":120,"inputTokensDetails":[{"cached_tokens":20},{"cached_tokens":10}],"outputTokensDetails":[{"reasoning_tokens":5}]}""", 70, 15, 30, 0, 5)]
    [InlineData("""{"input_tokens":100,"output_tokens":20,"input_tokens_details":{"cached_tokens":30},"output_tokens_details":{"reasoning_tokens":5}}""", 70, 15, 30, 0, 5)]
    [InlineData("""{"prompt_tokens":100,"completion_tokens":20,"completion_thinking_tokens":5,"completion_tokens_details":{"reasoning_tokens":4}}""", 100, 15, 0, 0, 5)]
    [InlineData("""{"input_tokens":100,"output_tokens":20,"input_tokens_details":{"cached_tokens":30},"cache_read_input_tokens":30}""", 100, 20, 30, 0, 0)]
    public void The_total_or_the_names_show_what_is_inside(string usage, long input, long output, long cacheRead, long cacheWrite, long reasoning)
    {
        using var scan = Scan($$$"""{"id":"a","timestamp":1773144000000,"message":{"usage":{{{usage}}} } }""");
        Assert.Equal(new TokenCounts(input, output, cacheRead, cacheWrite, 0, reasoning), Assert.Single(scan.Events).Tokens);
    }

    [Fact]
    public void A_call_is_its_last_line_with_counts_at_the_time_of_the_first()
    {
        string Line(long timestampMs, int output) =>
            $$$$"""{"id":"x{{{{timestampMs}}}}","timestamp":{{{{timestampMs}}}},"cwd":"/w/app","sessionId":"s1","providerData":{"messageId":"m1","model":"glm-5.2","usage":{"input_tokens":5,"output_tokens":{{{{output}}}}}}}""" + "\n";
        using var scan = Scan(Line(1773144000000, 9) + Line(1773144001000, 7) + """{"id":"y","providerData":{"messageId":"m1"}}""" + "\n");
        UsageEvent usage = Assert.Single(scan.Events);
        Assert.Equal((7, "2026-03-10T12:00:00", "s1", "/w/app", "zai"), (usage.Tokens.Output, FixtureScan.Time(usage), scan.Name(usage.Session), scan.Name(usage.Project), scan.Name(usage.Provider)));
    }

    [Fact]
    public void A_session_in_the_database_counts_only_without_a_transcript()
    {
        using var scan = FixtureScan.OfHome("workbuddy", home =>
        {
            home.WriteDatabase(
                ".workbuddy/workbuddy.db",
                "CREATE TABLE session_usage(session_id TEXT, used INTEGER, size INTEGER, updated_at INTEGER, credit_json TEXT)",
                "CREATE TABLE sessions(id TEXT, cwd TEXT, model TEXT)",
                "INSERT INTO session_usage VALUES('s1',50,100,1773144000000,'{}'), ('s2',60,100,1773144000000,'{}'), ('s3',70,100,NULL,NULL)",
                "INSERT INTO sessions VALUES('s2','/w/two','glm-5.2')");
            home.Write(".workbuddy/projects/app/s1.jsonl", """{"id":"a","sessionId":"s1","timestamp":1773144000000}""" + "\n");
        });
        Assert.Equal(
            ["s2 60 glm-5.2 /w/two True", "s3 70 unknown - True"],
            scan.Events.Select(usage => $"{scan.Name(usage.Session)} {usage.Tokens.Input} {scan.Name(usage.Model)} {scan.Name(usage.Project) ?? "-"} {usage.IsEstimated}"));
    }

    [Fact]
    public void A_session_in_the_databases_of_two_builds_counts_once()
    {
        using var scan = FixtureScan.OfHome("workbuddy", home =>
        {
            foreach (string build in (string[])[".workbuddy", ".workbuddy-ai", ".workbuddy-ent"])
            {
                home.WriteDatabase(
                    build + "/workbuddy.db",
                    "CREATE TABLE session_usage(session_id TEXT, used INTEGER, updated_at INTEGER)",
                    $"INSERT INTO session_usage VALUES('s1',50,1773144000000), ('{build}',60,1773144000000)");
            }
        });
        Assert.Equal(["s1", ".workbuddy-ai", ".workbuddy-ent", ".workbuddy"], scan.Events.Select(usage => scan.Name(usage.Session)));
    }

    [Fact]
    public void The_folder_may_be_moved()
    {
        const string Line = """{"id":"a","timestamp":1773144000000,"message":{"usage":{"input_tokens":5}}}""";
        using var scan = FixtureScan.OfFiles(
            "codebuddy",
            new Dictionary<string, string> { ["CODEBUDDY_CONFIG_DIR"] = "~/own" },
            ("own/projects/p/s2/subagents/t.jsonl", Line), (".codebuddy/projects/p/s1.jsonl", Line));
        Assert.Equal("t", scan.Name(Assert.Single(scan.Events).Session));
    }

    private static FixtureScan Scan(string lines) => FixtureScan.OfFiles("codebuddy", (".codebuddy/projects/p/s.jsonl", lines));
}
