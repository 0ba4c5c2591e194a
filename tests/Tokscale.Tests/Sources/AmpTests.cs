using Tokscale.Core.Scanning;
using Tokscale.Core.Usage;
using Xunit;

namespace Tokscale.Tests.Sources;

public class AmpTests
{
    private const string Folder = ".local/share/amp/threads/";

    [Fact]
    public void Messages_after_the_end_of_the_ledger_count_and_the_others_only_once()
    {
        using var scan = Scan("""
            {"id":"T-1","created":1775304000000,"usageLedger":{"events":[
              {"timestamp":"2026-05-01T10:00:00Z","model":"m","tokens":{"input":1,"output":2},"toMessageId":1},
              {"timestamp":"2026-05-01T10:00:01Z","model":"m","tokens":{"input":5,"output":6,"cacheReadInputTokens":0}},
              {"timestamp":"2026-05-01T10:00:02Z","model":"other","tokens":{"input":7,"output":8},"toMessageId":5}]},
             "messages":[
              {"role":"assistant","messageId":1,"usage":{"model":"m","inputTokens":9,"outputTokens":9,"cacheReadInputTokens":10}},
              {"role":"assistant","messageId":3,"usage":{"model":"m","inputTokens":5,"outputTokens":6,"cacheReadInputTokens":20,"cacheCreationInputTokens":30}},
              {"role":"assistant","messageId":5,"usage":{"model":"m","inputTokens":7,"outputTokens":8}},
              {"role":"assistant","messageId":7,"usage":{"model":"m","inputTokens":11,"outputTokens":12}},
              {"role":"user","messageId":8,"usage":{"model":"m","inputTokens":99,"outputTokens":99}}]}
            """);
        Assert.Equal(
            [
                new TokenCounts(1, 2, 10, 0, 0, 0), // By its message's id, although the numbers differ.
                new TokenCounts(5, 6, 0, 30, 0, 0), // By its numbers; the ledger states the cache reads itself.
                new TokenCounts(7, 8, 0, 0, 0, 0), // Another model: not that message.
                new TokenCounts(7, 8, 0, 0, 0, 0),
                new TokenCounts(11, 12, 0, 0, 0, 0),
            ],
            scan.Events.Select(usage => usage.Tokens));
        Assert.Equal("2026-04-04T12:00:07", FixtureScan.Time(scan.Events[^1]));
    }

    [Fact]
    public void A_message_is_matched_by_one_event_only()
    {
        using var scan = Scan("""
            {"usageLedger":{"events":[{"model":"m","tokens":{"input":1,"output":2}},{"model":"m","tokens":{"input":1,"output":2}}]},
             "messages":[{"role":"assistant","usage":{"model":"m","inputTokens":1,"outputTokens":2,"cacheReadInputTokens":3}}]}
            """);
        Assert.Equal([3L, 0L], scan.Events.Select(usage => usage.Tokens.CacheRead));
    }

    [Fact]
    public void Caches_inside_the_input_are_taken_off()
    {
        using var scan = Scan("""
            {"messages":[{"role":"assistant","usage":{"model":"gpt-5","inputTokens":100,"outputTokens":2,"cacheReadInputTokens":60,"totalInputTokens":100}}]}
            """);
        Assert.Equal(new TokenCounts(40, 2, 60, 0, 0, 0), Assert.Single(scan.Events).Tokens);
    }

    [Fact]
    public void Thread_folder_mode_and_credits_are_kept()
    {
        using var scan = FixtureScan.OfFiles("amp", (Folder + "sub/T-2.json", """
            {"id":"T-2","agentMode":"smart","env":{"initial":{"trees":[{"uri":"file:///w/my%20app"},{"uri":"file:///w/b"}]}},
             "messages":[{"role":"assistant","usage":{"model":"claude-opus-4-5","inputTokens":1,"outputTokens":2,"credits":1.5}}]}
            """));
        UsageEvent usage = Assert.Single(scan.Events);
        Assert.Equal(
            ("T-2", "/w/my app", "smart", "anthropic"),
            (scan.Name(usage.Session), scan.Name(usage.Project), scan.Name(usage.Agent), scan.Name(usage.Provider)));
        Assert.Equal((1.5m, (decimal?)null), (usage.LoggedCredits, usage.LoggedCostUsd));
        Assert.Equal([ProblemKind.Undated], scan.Source.Problems.Select(problem => problem.Kind));
    }

    [Fact]
    public void A_thread_in_two_folders_counts_from_the_file_that_got_further()
    {
        const string Message = """{"role":"assistant","usage":{"model":"m","inputTokens":1,"outputTokens":2}}""";
        using var scan = FixtureScan.OfFiles(
            "amp",
            new Dictionary<string, string> { ["AMP_DATA_DIR"] = "~/one,~/two" },
            ("one/threads/T-1.json", $$"""{"id":"T-1","messages":[{{Message}}]}"""),
            ("two/threads/T-1.json", $$"""{"id":"T-1","messages":[{{Message}},{{Message}}]}"""),
            (Folder + "T-9.json", $$"""{"id":"T-9","messages":[{{Message}}]}"""));
        Assert.Equal(2, scan.Events.Count);
        Assert.Equal(1, scan.Source.DuplicatesDropped);
    }

    [Theory]
    [InlineData("""{"id":"T-1","messages":[{"role":"assistant","usage":{"model":"m","inputTokens":1""", "MalformedFile")]
    [InlineData("[]")]
    [InlineData("\"x\"")]
    [InlineData("""{"messages":5,"usageLedger":null}""")]
    public void A_cut_thread_is_told_and_another_document_is_not(string text, params string[] kinds)
    {
        using var scan = Scan(text);
        Assert.Empty(scan.Events);
        Assert.Equal(kinds, scan.Source.Problems.Select(problem => problem.Kind.ToString()));
    }

    private static FixtureScan Scan(string thread) => FixtureScan.OfFiles("amp", (Folder + "T-1.json", thread));
}
