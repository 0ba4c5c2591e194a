using System.Text;
using Tokscale.Tests.Json;
using Xunit;

namespace Tokscale.Tests.Sources.Shared;

/// <summary>What is noticed of damage on lines that nobody has a reason to read.</summary>
public class JsonLinesTests
{
    private const string Prompt = """{"type":"user","sessionId":"s","message":{"role":"user","content":"TEXT"}}""" + "\n";

    private const string Call =
        """{"type":"assistant","sessionId":"s","timestamp":"2026-05-01T10:00:00Z","requestId":"r","message":{"id":"m","model":"claude-opus-4-5","role":"assistant","usage":{"input_tokens":1000,"output_tokens":100}}}"""
        + "\n";

    private static readonly string s_nuls = new('\0', 512);

    [Theory]
    [InlineData("<NULS>\n<CALL>", "MalformedLine 1")]
    [InlineData("<NULS><CALL>", "MalformedLine 1 at 1")]
    [InlineData("<CALL><NULS>", "MalformedLine 1")]
    [InlineData("<CALL>{\"type\":\"us<NULS>er\",\"message\":{}}\n", "MalformedLine 1 at 2")]
    [InlineData("<CALL>\n \r\n")]
    public void A_block_of_NULs_is_where_text_was_lost(string log, params string[] problems)
    {
        using FixtureScan scan = Scan(log.Replace("<NULS>", s_nuls).Replace("<CALL>", Call));
        Assert.Equal(1000, Assert.Single(scan.Events).Tokens.Input);
        Assert.Equal(problems, scan.Source.Problems.Select(problem => $"{problem.Kind} {problem.Count}{(problem.FirstLine is { } line ? " at " + line : "")}"));
    }

    [Theory]
    [InlineData("{\"type\":\"user\",\"message\":{\"role\":\"us\n")]
    [InlineData("le\":\"user\",\"content\":\"cut\"}}\n")]
    [InlineData("garbage\n")]
    public void A_piece_of_a_record_is_told(string piece)
    {
        using FixtureScan scan = Scan(Prompt + piece + Call);
        Assert.Single(scan.Events);
        Assert.Equal(2, Assert.Single(scan.Source.Problems).FirstLine);
    }

    [Theory, MemberData(nameof(JsonCursorTests.Texts), MemberType = typeof(JsonCursorTests))]
    public void Any_text_as_a_line_costs_no_other_line(string text)
    {
        using FixtureScan scan = Scan(Call.Replace("\"m\"", "\"m1\"") + text + "\n" + Call);
        Assert.Equal(2, scan.Events.Count);
    }

    [Theory, MemberData(nameof(JsonCursorTests.Texts), MemberType = typeof(JsonCursorTests))]
    public void A_value_that_nobody_reads_must_be_JSON_all_the_same(string text)
    {
        string odd = Call.Replace("\"m\"", "\"m1\"").Replace("\"requestId\"", $"\"x\":{text},\"requestId\"");
        using FixtureScan scan = Scan(Call + odd + Call.Replace("\"m\"", "\"m2\""));
        bool isValid = JsonCursorTests.IsValid(Encoding.UTF8.GetBytes(odd));
        Assert.Equal(isValid ? 3 : 2, scan.Events.Count);
        Assert.Equal(isValid, scan.Source.Problems.Count == 0);
    }

    [Fact]
    public void Text_in_a_record_may_hold_anything()
    {
        using FixtureScan scan = Scan(Prompt.Replace("TEXT", new string('x', 5000) + "\\u0000 }{ \\n") + Call);
        Assert.Single(scan.Events);
        Assert.Empty(scan.Source.Problems);
    }

    private static FixtureScan Scan(string log) => FixtureScan.OfFiles("claude", (".claude/projects/-work/s.jsonl", log));
}
