using Tokscale.Core.Usage;
using Xunit;

namespace Tokscale.Tests.Sources;

public class CodebuffTests
{
    private const string Chat = ".config/manicode/projects/app/chats/2026-03-10T12-00-00.000Z/chat-messages.json";

    [Fact]
    public void Chat_project_and_credits_are_kept_and_times_fall_back_on_the_chat()
    {
        using var scan = FixtureScan.Of("codebuff/usage");
        Assert.Equal(
            ["anthropic 2026-03-10T12:00:05 3", "openai 2026-03-10T12:00:00 1"],
            scan.Events.Select(usage => $"{scan.Name(usage.Provider)} {FixtureScan.Time(usage)} {usage.LoggedCredits:0}"));
        Assert.All(scan.Events, usage => Assert.Equal(("manicode/app/2026-03-10T12-00-00.000Z", "app", (decimal?)null), (scan.Name(usage.Session), scan.Name(usage.Project), usage.LoggedCostUsd)));
    }

    [Fact]
    public void Counts_come_from_the_history_when_the_message_has_none_and_credits_alone_are_kept()
    {
        using var scan = FixtureScan.OfFiles("codebuff", (Chat, """
            [{"id":"a","role":"assistant","metadata":{"runState":{"sessionState":{"mainAgentState":{"messageHistory":[
               {"role":"assistant","providerOptions":{"usage":{"inputTokens":1},"codebuff":{"model":"old"}}},
               {"role":"assistant","providerOptions":{"codebuff":{"usage":{"input_tokens":"5","output_tokens":6},"model":"claude-opus-4-6"}}},
               {"role":"user","providerOptions":{"usage":{"inputTokens":9}}}]}}}}},
             {"id":"b","variant":"agent","credits":2.5},
             {"id":"b","variant":"agent","credits":2.5},
             {"id":"c","variant":"error","credits":9},
             {"id":"d","variant":"ai"}]
            """));
        Assert.Equal(
            ["claude-opus-4-6 5/6 -", "codebuff-unknown 0/0 2.5"],
            scan.Events.Select(usage => FormattableString.Invariant($"{scan.Name(usage.Model)} {usage.Tokens.Input}/{usage.Tokens.Output} {(object?)usage.LoggedCredits ?? "-":0.#}")));
    }

    [Fact]
    public void Details_of_the_counts_may_be_spelled_in_one_word()
    {
        using var scan = FixtureScan.OfFiles("codebuff", (Chat, """
            [{"id":"a","variant":"ai","metadata":{"model":"gpt-5","usage":{"promptTokens":1000,"completionTokens":100,"totalTokens":1100,
               "promptTokensDetails":{"cachedTokens":800},"completionTokensDetails":{"reasoningTokens":40}}}}]
            """));
        Assert.Equal(new TokenCounts(200, 60, 800, 0, 0, 40), Assert.Single(scan.Events).Tokens);
    }

    [Fact]
    public void A_chat_of_the_free_edition_belongs_to_another_source()
    {
        using var scan = FixtureScan.Of("freebuff/chats");
        Assert.All(scan.Events, usage => Assert.Equal((0, true), (usage.LoggedCostUsd, usage.IsCostFinal)));
        Assert.Equal([false, true, true, true], scan.Events.Select(usage => usage.IsEstimated).Order());
        using var paid = FixtureScan.OfFiles("codebuff", (Chat, """
            [{"id":"a","variant":"ai","credits":2,"metadata":{"usage":{"inputTokens":9},"runState":{"sessionState":{"mainAgentState":{"agentType":"base2-free-x"}}}}}]
            """));
        Assert.Empty(paid.Events);
    }

    [Fact]
    public void The_folder_may_be_moved()
    {
        using var scan = FixtureScan.OfFiles(
            "codebuff",
            new Dictionary<string, string> { ["CODEBUFF_DATA_DIR"] = "~/own" },
            ("own/projects/p/chats/c/chat-messages.json", """[{"id":"a","variant":"ai","metadata":{"usage":{"inputTokens":9}}}]"""),
            (Chat, """[{"id":"a","variant":"ai","metadata":{"usage":{"inputTokens":8}}}]"""));
        UsageEvent usage = Assert.Single(scan.Events);
        Assert.Equal(("own/p/c", 9), (scan.Name(usage.Session), usage.Tokens.Input));
    }
}
