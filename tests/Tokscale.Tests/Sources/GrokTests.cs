using Tokscale.Core.Usage;
using Xunit;

namespace Tokscale.Tests.Sources;

public class GrokTests
{
    private const string Session = ".grok/sessions/%2Fw%2Fapp/019e-1/";

    [Fact]
    public void A_turn_belongs_to_the_folder_of_its_session()
    {
        using var scan = FixtureScan.Of("grok/turns");
        Assert.All(scan.Events, usage => Assert.Equal(
            ("019e0000-0000-7000-8000-000000000001", "/work/app", "xai"),
            (scan.Name(usage.Session), scan.Name(usage.Project), scan.Name(usage.Provider))));
        Assert.Equal([0.0153m, null, null], scan.Events.Select(usage => usage.LoggedCostUsd));
        Assert.Equal(1, scan.Source.DuplicatesDropped);
    }

    [Fact]
    public void A_session_without_turns_counts_by_its_calls_on_the_model_of_its_signals()
    {
        using var scan = FixtureScan.OfFiles(
            "grok",
            (Session + "summary.json", """{"info":{"id":"019e-1","cwd":"/w/app"},"current_model_id":"grok-4"}"""),
            (Session + "signals.json", """{"contextTokensUsed":99999,"primaryModelId":"grok-5"}"""),
            (".grok/logs/unified.jsonl", """
            {"msg":"shell.turn.inference_done","ts":"2026-03-10T12:00:00Z","sid":"019e-1","pid":1,"ctx":{"prompt_tokens":100,"completion_tokens":20,"cached_prompt_tokens":60,"reasoning_tokens":5,"loop_index":0}}
            {"msg":"shell.turn.inference_done","ts":"2026-03-10T12:00:00Z","sid":"019e-1","pid":1,"ctx":{"prompt_tokens":100,"completion_tokens":20,"cached_prompt_tokens":60,"reasoning_tokens":5,"loop_index":1}}
            {"msg":"other","ts":"2026-03-10T12:00:00Z","sid":"019e-1","ctx":{"prompt_tokens":100,"note":"inference_done"}}
            """));
        Assert.Equal(2, scan.Events.Count);
        Assert.All(scan.Events, usage => Assert.Equal(
            (new TokenCounts(40, 15, 60, 0, 0, 5), "grok-5", "/w/app"), (usage.Tokens, scan.Name(usage.Model), scan.Name(usage.Project))));
    }

    [Fact]
    public void A_session_with_turns_does_not_count_by_its_calls()
    {
        using var scan = FixtureScan.OfFiles(
            "grok",
            (Session + "updates.jsonl", Turn("""{"inputTokens":10,"outputTokens":5,"costUsdTicks":10000000000}""", "")),
            (".grok/logs/unified.jsonl", """{"msg":"shell.turn.inference_done","ts":"2026-03-10T12:00:00Z","sid":"019e-1","ctx":{"prompt_tokens":10,"completion_tokens":5}}"""));
        UsageEvent usage = Assert.Single(scan.Events);
        Assert.Equal(("grok-build", "/w/app", 1m), (scan.Name(usage.Model), scan.Name(usage.Project), usage.LoggedCostUsd));
        Assert.Equal("2026-05-01T10:00:00", FixtureScan.Time(usage));
        Assert.Equal("Undated", Assert.Single(scan.Source.Problems).Kind.ToString());
    }

    [Fact]
    public void A_turn_in_a_fork_belongs_to_the_session_it_was_copied_from()
    {
        using var scan = FixtureScan.Of("grok/forks");
        Assert.Equal(
            [("019fa000-0000-7000-8000-00000000000a", 50000), ("019ea000-0000-7000-8000-00000000000f", 1000)],
            scan.Events.Select(usage => (scan.Name(usage.Session)!, usage.Tokens.Input)));
        Assert.Equal(1, scan.Source.DuplicatesDropped);
    }

    [Theory]
    [InlineData("\"eventId\":\"e1\"", "\"eventId\":\"e2\"", 2)]
    [InlineData("\"eventId\":\"e1\"", "\"eventId\":\"e1\"", 1)]
    [InlineData("\"promptId\":\"p1\"", "\"promptId\":\"p2\"", 2)]
    [InlineData("\"promptId\":\"p1\"", "\"promptId\":\"p1\"", 1)]
    [InlineData("\"agentTimestampMs\":1773144004000", "\"agentTimestampMs\":1773144004000", 1)]
    [InlineData("\"agentTimestampMs\":1773144004000", "\"agentTimestampMs\":1773144005000", 2)]
    public void A_replayed_turn_is_told_by_its_event_else_its_prompt_else_its_time(string first, string second, int count)
    {
        const string Usage = """{"inputTokens":10,"outputTokens":5}""";
        using var scan = FixtureScan.OfFiles("grok", (Session + "updates.jsonl", Turn(Usage, first) + "\n" + Turn(Usage, second)));
        Assert.Equal(count, scan.Events.Count);
    }

    private static string Turn(string usage, string meta) =>
        """{"params":{"update":{"sessionUpdate":"turn_completed","usage":""" + usage + """},"_meta":{""" + meta + "}}}";
}
