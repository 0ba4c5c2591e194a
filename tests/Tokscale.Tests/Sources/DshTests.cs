using System.Text;
using Tokscale.Core.Usage;
using Xunit;
using ZstdSharp;

namespace Tokscale.Tests.Sources;

public class DshTests
{
    private const string Header = """{"type":"session","version":0,"id":"ses-a","createdAt":1773144000000,"cwd":"/w/app"}""";

    private static readonly string s_first = Message(1, 100);

    [Fact]
    public void A_session_tells_its_folder()
    {
        using var scan = FixtureScan.Of("dsh/settlements");
        Assert.Equal(["ses-a", "ses-a", "ses-b"], scan.Events.Select(usage => scan.Name(usage.Session)));
        Assert.All(scan.Events, usage => Assert.Equal(("/work/app", "deepseek"), (scan.Name(usage.Project), scan.Name(usage.Provider))));
        Assert.Empty(scan.Source.Problems);
    }

    [Fact]
    public void A_settlement_replaces_the_one_before_unless_its_step_was_retried()
    {
        string retry = """{"type":"llm/retry-started","seq":2,"time":1773144001000,"data":{"turn":1,"step":1}}""";
        Assert.Equal([130L], InputsOf(s_first, Message(1, 130)));
        Assert.Equal([100L, 130], InputsOf(s_first, retry, Message(1, 130)));
        Assert.Equal([100L, 5, 130], InputsOf(s_first, Message(2, 5), Message(1, 130)));
        Assert.Equal([100L, 130], InputsOf(s_first, retry, Message(1, 120), Message(1, 130)));
    }

    [Fact]
    public void A_compaction_always_counts_and_takes_the_model_of_the_last_request()
    {
        using var scan = Scan(
            """{"type":"request/header","seq":1,"time":1773144000500,"data":{"header":{"config":{"provider":"deepseek","model":"deepseek-v4"}}}}""",
            s_first,
            """{"type":"compaction/summary","seq":4,"time":1773144002000,"data":{"compactionId":"c1","usage":{"inputTokens":7,"outputTokens":2}}}""",
            Message(1, 130));
        Assert.Equal([7L, 130], scan.Events.Select(usage => usage.Tokens.Input).Order());
        Assert.Contains("deepseek-v4", scan.Events.Select(usage => scan.Name(usage.Model)));
    }

    [Fact]
    public void The_last_usage_of_a_stream_counts_and_the_model_that_answered()
    {
        using var scan = Scan("""
            {"type":"assistant/message","seq":3,"time":1773144001500,"data":{"turn":1,"step":1,"message":{"id":"m","source":{"provider":"p","model":"asked","replayState":{"response":{"responseModel":"answered"}}}},"stream":[{"type":"chunk","chunk":{"type":"usage","usage":{"inputTokens":1}}},{"type":"chunk","chunk":{"type":"usage","usage":{"inputTokens":9,"outputTokens":4,"reasoningTokens":3,"cacheReadTokens":20}}},{"type":"chunk","chunk":{"type":"text","text":"x"}}]}}
            """);
        UsageEvent usage = Assert.Single(scan.Events);
        Assert.Equal((new TokenCounts(9, 1, 20, 0, 0, 3), "answered", "p"), (usage.Tokens, scan.Name(usage.Model), scan.Name(usage.Provider)));
    }

    [Fact]
    public void A_compressed_log_is_known_by_its_first_bytes_and_an_unknown_version_is_told()
    {
        using var plain = FixtureScan.OfFiles(
            "dsh", (".dsh/sessions/a/s/session.jsonl.zstd", Header.Replace("\"version\":0", "\"version\":5") + "\n" + s_first));
        Assert.Single(plain.Events);
        Assert.Equal("DoubtfulFile", Assert.Single(plain.Source.Problems).Kind.ToString());
    }

    [Theory]
    [InlineData("session.v3.jsonl")]
    [InlineData("session.v4.jsonl.zstd")]
    public void A_session_that_was_written_anew_in_a_newer_format_counts_once(string newer)
    {
        const string Folder = ".dsh/sessions/a/s/";
        string older = Header + "\n" + s_first + "\n" + Message(2, 5) + "\n";
        string rewritten = older.Replace("\"seq\":3", "\"seq\":2") + Message(3, 7) + "\n";
        using var both = FixtureScan.OfFiles("dsh", (Folder + "session.jsonl", older), (Folder + newer, rewritten));
        Assert.Equal([100L, 5, 7], both.Events.Select(usage => usage.Tokens.Input));
        using var begun = FixtureScan.OfFiles("dsh", (Folder + "session.jsonl", older), (Folder + newer, Header + "\n"));
        Assert.Equal([100L, 5], begun.Events.Select(usage => usage.Tokens.Input));
        using var other = FixtureScan.OfFiles("dsh", (Folder + "session.jsonl", older), (".dsh/sessions/a/t/" + newer, Header + "\n" + Message(1, 9)));
        Assert.Equal([100L, 5, 9], other.Events.Select(usage => usage.Tokens.Input));
    }

    [Theory]
    [InlineData("session.v0.jsonl")]
    [InlineData("session.v03.jsonl")]
    [InlineData("session.vX.jsonl")]
    [InlineData("session.v3.jsonl.tmp")]
    [InlineData("my-session.jsonl")]
    public void Other_names_are_no_logs(string name)
    {
        using var scan = FixtureScan.OfFiles("dsh", (".dsh/sessions/a/s/" + name, Header + "\n" + s_first));
        Assert.Empty(scan.Events);
    }

    [Fact]
    public void What_was_copied_from_another_session_ends_with_the_last_mark_of_it()
    {
        string seed = """{"type":"session/end-seed","seq":4,"time":1773144001600,"data":{"inherited":true}}""";
        string start = """{"type":"session/end-seed","seq":9,"time":1773144001700,"data":{}}""";
        Assert.Equal([7L], InputsOf(s_first, seed, Message(2, 5), seed, Message(2, 7), start));
    }

    [Fact]
    public void An_attempt_without_an_answer_counts_what_its_stream_told()
    {
        string chunk = """{"type":"assistant/chunk","seq":2,"time":1773144001000,"data":{"turn":1,"step":1,"chunk":{"type":"usage","usage":{"inputTokens":90}}}}""";
        string text = """{"type":"assistant/chunk","seq":2,"time":1773144001000,"data":{"turn":1,"step":1,"chunk":{"type":"text-delta","text":"x"}}}""";
        string retry = """{"type":"llm/retry-started","seq":3,"time":1773144001100,"data":{"turn":1,"step":1}}""";
        Assert.Equal([100L], InputsOf(text, chunk, s_first));
        Assert.Equal([90L, 100], InputsOf(text, chunk, retry, s_first));
    }

    [Fact]
    public void A_last_frame_that_is_still_written_is_no_damage()
    {
        using var compressor = new Compressor();
        byte[] whole = compressor.Wrap(Encoding.UTF8.GetBytes(Header + "\n" + s_first + "\n")).ToArray();
        byte[] next = compressor.Wrap(Encoding.UTF8.GetBytes(Message(2, 5) + "\n")).ToArray();
        using var scan = FixtureScan.OfHome("dsh", home =>
        {
            string path = home.Write(".dsh/sessions/a/s/session.jsonl.zstd", "");
            File.WriteAllBytes(path, [.. whole, .. next.AsSpan(0, next.Length / 2)]);
        });
        Assert.Single(scan.Events);
        Assert.Empty(scan.Source.Problems);
    }

    private static string Message(int step, int input) =>
        """{"type":"assistant/message","seq":3,"time":1773144001500,"data":{"turn":1,"step":""" + step
        + ""","message":{"source":{"provider":"deepseek","model":"m"}},"usage":{"inputTokens":""" + input + "}}}";

    private static IEnumerable<long> InputsOf(params string[] lines)
    {
        using FixtureScan scan = Scan(lines);
        return [.. scan.Events.Select(usage => usage.Tokens.Input)];
    }

    private static FixtureScan Scan(params string[] lines) =>
        FixtureScan.OfFiles("dsh", (".dsh/sessions/a/s/session.jsonl", Header + "\n" + string.Join('\n', lines) + "\n"));
}
