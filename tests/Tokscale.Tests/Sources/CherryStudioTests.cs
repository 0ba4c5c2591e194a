using Tokscale.Core.Usage;
using Xunit;

namespace Tokscale.Tests.Sources;

public class CherryStudioTests
{
    private const string Older = ".config/CherryStudio/.claude/projects/p/", Newer = ".config/CherryStudio/Data/Agents/.claude/projects/p/";
    private const string Ledger = ".config/CherryStudio/Data/cherrystudio.sqlite";

    [Fact]
    public void A_transcript_that_the_newer_version_took_over_is_not_read_at_its_old_place()
    {
        using var scan = FixtureScan.OfFiles(
            "cherrystudio",
            (Older + "s1.jsonl", Line("stale", "q0", 1000, 1)),
            (Older + "s2.jsonl", Line("m2", "q2", 20, 1)),
            (Newer + "s1.jsonl", Line("m1", "q1", 10, 1)));
        Assert.Equal([20L, 10L], scan.Events.Select(usage => usage.Tokens.Input));
        Assert.Equal(1, scan.Source.DuplicatesDropped);
    }

    [Fact]
    public void The_largest_of_each_counter_counts_for_a_request_and_other_requests_are_calls_of_their_own()
    {
        using var scan = FixtureScan.OfFiles("cherrystudio", (Newer + "s1.jsonl", string.Concat(
            Line("msg_1", "q1", 100, 0), Line("msg_1", "q1", 0, 40), Line("msg_1", "q2", 7, 7))));
        Assert.Equal([new TokenCounts(100, 40, 0, 0, 0, 0), new TokenCounts(7, 7, 0, 0, 0, 0)], scan.Events.Select(usage => usage.Tokens));
        Assert.All(scan.Events, usage => Assert.Equal("deepseek", scan.Name(usage.Provider)));
    }

    [Fact]
    public void Thinking_and_parts_of_cache_writes_are_counters_too()
    {
        const string Details =
            ",\"cache_creation_input_tokens\":9,\"cache_creation\":{\"ephemeral_1h_input_tokens\":9},\"output_tokens_details\":{\"thinking_tokens\":60}";
        string shorter = Line("m1", "q1", 10, 80).Replace(",\"output_tokens\":80", ",\"output_tokens\":80" + Details, StringComparison.Ordinal);
        using var scan = FixtureScan.OfFiles("cherrystudio", (Newer + "s1.jsonl", Line("m1", "q1", 10, 100) + shorter));
        Assert.Equal(new TokenCounts(10, 40, 0, 9, 9, 60), Assert.Single(scan.Events).Tokens);
    }

    [Fact]
    public void A_side_line_adds_nothing_to_a_request_of_the_main_chain()
    {
        string side = Line("m1", "q1", 500, 90).Replace("\"type\"", "\"isSidechain\":true,\"type\"", StringComparison.Ordinal);
        using var scan = FixtureScan.OfFiles("cherrystudio", (Newer + "s1.jsonl", Line("m1", "q1", 100, 100) + side));
        Assert.Equal(new TokenCounts(100, 100, 0, 0, 0, 0), Assert.Single(scan.Events).Tokens);
    }

    [Theory]
    [InlineData("message_kind", "agent-session", false)]
    [InlineData("message_kind", "chat", true)]
    [InlineData("source_type", "agent", false)]
    [InlineData("source_type", "assistant", true)]
    public void The_agents_rows_of_the_ledger_count_only_where_no_transcript_has_a_call(string column, string kind, bool countsBeside)
    {
        using var alone = FixtureScan.OfHome("cherrystudio", home => WriteLedger(home, column, kind));
        Assert.Equal("gpt-5.2 openai", alone.Name(Assert.Single(alone.Events).Model) + " " + alone.Name(alone.Events[0].Provider));
        using var beside = FixtureScan.OfHome("cherrystudio", home =>
        {
            WriteLedger(home, column, kind);
            home.Write(Newer + "s1.jsonl", Line("m1", "q1", 10, 1));
        });
        Assert.Equal(countsBeside ? 2 : 1, beside.Events.Count);
    }

    [Fact]
    public void A_database_from_before_the_ledger_has_nothing_to_say()
    {
        using var scan = FixtureScan.OfHome("cherrystudio", home => home.WriteDatabase(Ledger, "CREATE TABLE message(id TEXT)"));
        Assert.Empty(scan.Events);
        Assert.Empty(scan.Source.Problems);
    }

    private static void WriteLedger(TemporaryFolder home, string column, string kind) => home.WriteDatabase(
        Ledger,
        $"CREATE TABLE ai_usage_record(request_id TEXT, provider_id TEXT, model_id TEXT, {column} TEXT, created_at INTEGER, input_tokens INTEGER, output_tokens INTEGER)",
        $"INSERT INTO ai_usage_record VALUES('r1', 'openai', 'openai::gpt-5.2', '{kind}', 1789000000000, 5, 1)");

    private static string Line(string id, string request, int input, int output) =>
        "{\"type\":\"assistant\",\"sessionId\":\"s1\",\"requestId\":\"" + request + "\",\"timestamp\":\"2026-03-10T12:00:00.000Z\",\"message\":{\"id\":\""
        + id + "\",\"model\":\"deepseek-v4\",\"usage\":{\"input_tokens\":" + input + ",\"output_tokens\":" + output + "}}}\n";
}
