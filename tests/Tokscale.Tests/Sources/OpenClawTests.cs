using System.Text;
using Tokscale.Core.Usage;
using Xunit;
using ZstdSharp;

namespace Tokscale.Tests.Sources;

public class OpenClawTests
{
    private const string Event = """{"type":"message","id":"e1","timestamp":"2026-03-10T12:00:05.000Z","message":{"role":"assistant","usage":{"input":1}}}""";

    [Fact]
    public void Calls_of_every_store_have_their_session_agent_model_and_time()
    {
        using var scan = FixtureScan.Of("openclaw/stores");
        Assert.Equal(
            [
                "10 s1 main claude-sonnet-4-5 anthropic 12:00:08",
                "1000 s1 main claude-sonnet-4-5 anthropic 12:00:00",
                "160 019de2fb-1900-7001-8000-000000000001 main gpt-5.4 openai 12:00:05",
                "20 s1 main claude-sonnet-4-5 anthropic 12:30:00",
                "320 s4 helper gpt-5.4 openai 15:00:06",
                "40 s2 main gpt-5.4 openai 13:00:05",
                "640 s5 main gpt-5.4 openai 12:00:05",
                "80 s3 main claude-sonnet-4-5 anthropic 14:00:05",
            ],
            scan.Events.Select(usage =>
                $"{usage.Tokens.Input} {scan.Name(usage.Session)} {scan.Name(usage.Agent)} {scan.Name(usage.Model)} "
                + $"{scan.Name(usage.Provider)} {FixtureScan.Time(usage)[11..]}").Order(StringComparer.Ordinal));
        Assert.All(scan.Events, usage => Assert.Contains(scan.Name(usage.Project), (string?[])["/work/app", null]));
    }

    [Fact]
    public void A_broken_event_in_a_database_is_told_and_ends_nothing()
    {
        using var scan = FixtureScan.Of("openclaw/stores");
        Assert.Equal(["MalformedRow 1"], scan.Source.Problems.Select(problem => $"{problem.Kind} {problem.Count}"));
    }

    [Theory]
    [InlineData("sessions/s1.jsonl", true)]
    [InlineData("sessions/s1.jsonl.deleted.5", true)]
    [InlineData("sessions/s1.jsonl-bak", true)]
    [InlineData("sessions/s1.jsonl.broken-2", true)]
    [InlineData("sessions/s1.checkpoint.5f0c.jsonl", false)]
    [InlineData("sessions/s1.jsonl.lock", false)]
    [InlineData("sessions/s1.json", false)]
    [InlineData("session-sqlite-import-archive/agent_main.s1.jsonl.imported-2026-09-01", true)]
    [InlineData("session-sqlite-import-archive/s1.checkpoint.5f0c.jsonl.imported-2026-09-01", false)]
    [InlineData("agent/cli-auth/codex/work/sessions/history.jsonl", false)]
    [InlineData("sessions/s1.json.migrated", false)]
    [InlineData("agent/notes.jsonl", false)]
    [InlineData("agent/codex-home/history.jsonl", false)]
    [InlineData("agent/codex-home/sessions/history.jsonl", false)]
    public void Sessions_are_told_by_their_place_and_name(string path, bool isSession)
    {
        using var scan = FixtureScan.OfFiles("openclaw", (".openclaw/agents/main/" + path, Event));
        Assert.Equal(isSession ? 1 : 0, scan.Events.Count);
    }

    [Theory]
    [InlineData("OPENCLAW_STATE_DIR", "~/state", "state/agents/a/sessions/s1.jsonl")]
    [InlineData("OPENCLAW_DIR", "~/none,~/state/agents", "state/agents/a/sessions/s1.jsonl")]
    public void Variables_replace_the_defaults(string variable, string value, string path)
    {
        var variables = new Dictionary<string, string> { [variable] = value };
        using var scan = FixtureScan.OfFiles(
            "openclaw", variables, (path, Event), (".clawdbot/agents/b/sessions/s2.jsonl", Event.Replace("e1", "e2")));
        UsageEvent usage = Assert.Single(scan.Events);
        Assert.Equal("a", scan.Name(usage.Agent));
    }

    [Fact]
    public void Archived_calls_have_the_session_of_their_header_or_store()
    {
        using var scan = FixtureScan.Of("openclaw/archives");
        Assert.Equal(
            ["1 s1", "16 s4", "2 s2", "32 s5", "4 s3", "64 s6", "8 s3"],
            scan.Events.Select(usage => $"{usage.Tokens.Input} {scan.Name(usage.Session)}").Order(StringComparer.Ordinal));
        Assert.Empty(scan.Source.Problems);
    }

    [Fact]
    public void A_compressed_event_that_is_cut_off_is_told_and_ends_nothing()
    {
        using var compressor = new Compressor();
        byte[] whole = compressor.Wrap(Encoding.UTF8.GetBytes(Event)).ToArray();
        using var scan = FixtureScan.OfHome("openclaw", home => home.WriteDatabase(
            ".openclaw/agents/main/agent/openclaw-agent.sqlite",
            "CREATE TABLE transcript_events(session_id, seq, event_json, event_zstd, created_at)",
            $"INSERT INTO transcript_events VALUES('s1', 1, NULL, X'{Convert.ToHexString(whole[..^8])}', 0), ('s1', 2, NULL, NULL, 0)",
            $"INSERT INTO transcript_events VALUES('s1', 3, NULL, X'{Convert.ToHexString(whole)}', 0)"));
        Assert.Single(scan.Events);
        Assert.Equal(["MalformedRow 1"], scan.Source.Problems.Select(problem => $"{problem.Kind} {problem.Count}"));
    }

    [Fact]
    public void A_session_in_cold_storage_is_dated_by_its_rows_and_what_is_no_entry_in_it_is_told()
    {
        string undated = Event.Replace("\"timestamp\":\"2026-03-10T12:00:05.000Z\",", "").Replace("\"", "\\\"");
        using var scan = FixtureScan.OfFiles("openclaw", (".openclaw/agents/main/sessions/cold/0.jsonl", string.Join('\n',
            "{\"kind\":\"header\",\"sessionId\":\"s1\"}",
            "{\"kind\":\"event\",\"row\":{\"seq\":0,\"event_json\":\"" + undated + "\",\"created_at\":1773144000000}}",
            "{\"kind\":\"event\",\"row\":{\"seq\":1,\"event_json\":\"{\"}}",
            "{\"kind\":\"event\",\"row\":{\"seq\":2}}\n")));
        UsageEvent usage = Assert.Single(scan.Events);
        Assert.Equal(("s1", "2026-03-10T12:00:00"), (scan.Name(usage.Session), FixtureScan.Time(usage)));
        Assert.Equal(["MalformedLine 2"], scan.Source.Problems.Select(problem => $"{problem.Kind} {problem.Count}"));
    }

    [Fact]
    public void A_call_without_a_model_has_that_of_the_call_before()
    {
        using var scan = FixtureScan.OfFiles("openclaw", (".openclaw/agents/main/sessions/s1.jsonl", string.Join('\n',
            Event.Replace("\"role\"", "\"model\":\"gpt-5.4\",\"provider\":\"openai\",\"role\""), Event.Replace("e1", "e2"))));
        Assert.Equal(["gpt-5.4 openai", "gpt-5.4 openai"], scan.Events.Select(usage => $"{scan.Name(usage.Model)} {scan.Name(usage.Provider)}"));
    }
}
