using Tokscale.Core.Usage;
using Xunit;

namespace Tokscale.Tests.Sources;

/// <summary>A crash cuts a record short, and the next one is written behind it in the same line: no whole record is lost, and the loss is told.</summary>
public class JoinedRecordsTests
{
    private const string User =
        """{"parentUuid":null,"type":"user","cwd":"/w","sessionId":"s","timestamp":"2026-05-03T08:00:00.000Z","message":{"role":"user","content":"TEXT"}}""";

    [Theory]
    [InlineData("CALL1\nCALL2\n", "1 2", 0)]
    [InlineData("CALL1CALL2\n", "1 2", 0)]
    [InlineData("CALL1 \0 CALL2CALL3\n", "1 2 3", 1)] // A NUL is damage in itself.
    [InlineData("CUT1CALL2\nCALL3\n", "2 3", 1)]
    [InlineData("CUT1CUT2CALL3\n", "3", 1)]
    [InlineData("USERCALL1\nUSER\n", "1", 0)]
    [InlineData("CUTUSERCALL1\nUSER\n", "1", 1)]
    [InlineData("CUTUSERUSER\nCALL1\n", "1", 0)] // Nothing that counts was lost, and the line was not read.
    [InlineData("CUT1CALL2", "2", 1)]
    [InlineData("CALL1CUT2", "1", 0)] // The last record is being written.
    [InlineData("CUT1\nCALL2\n", "2", 1)]
    [InlineData("NESTED1\n", "", 1)]
    [InlineData("ITEM1\n", "", 1)]
    [InlineData("COMMACALL1\n", "1", 1)]
    [InlineData("COMMACALL1CALL2\n", "1 2", 1)]
    [InlineData("USERCOMMA CALL1\n", "1", 1)]
    [InlineData("xCALL1CALL2\n", "", 1)]
    public void Whole_records_count_wherever_they_stand_in_a_line(string log, string expectedCalls, int malformedLines)
    {
        // Lines that are ruled out by their heads take another way than short ones.
        foreach (int textLength in (int[])[4, 700, 5000])
        {
            using var scan = FixtureScan.OfFiles("claude", (".claude/projects/p/s.jsonl", Fill(log, textLength)));

            Assert.Equal(expectedCalls, string.Join(' ', scan.Events.Select(call => call.Tokens.Input).Order()));
            Assert.Equal(malformedLines, scan.Source.Problems.Where(problem => problem.Kind.ToString() == "MalformedLine").Sum(problem => problem.Count));
        }
    }

    private static string Fill(string log, int textLength)
    {
        string user = User.Replace("TEXT", new string('x', textLength));
        for (int id = 1; id <= 3; id++)
        {
            string call = Call(id);
            // Another record as a value is no record of its own, even where it is cut so that it looks whole.
            log = log.Replace($"NESTED{id}", $$"""{"parentUuid":null,"copy":{{call}}""");
            log = log.Replace($"ITEM{id}", $$"""{"parentUuid":null,"copies":["[",{},{{call}}""");
            log = log.Replace($"CALL{id}", call).Replace($"CUT{id}", call[..^30]);
        }
        // Behind the comma of an object no record is a value.
        log = log.Replace("COMMA", user[..user.IndexOf("\"cwd\"", StringComparison.Ordinal)]);
        return log.Replace("CUTUSER", user[..^(textLength / 2)]).Replace("USER", user);
    }

    private static string Call(int id) =>
        $$$$"""{"parentUuid":null,"type":"assistant","cwd":"/w","sessionId":"s","timestamp":"2026-05-03T08:00:00.000Z","message":{"id":"msg_{{{{id}}}}","model":"claude-opus-4-6","usage":{"input_tokens":{{{{id}}}},"output_tokens":2}}}""";
}
