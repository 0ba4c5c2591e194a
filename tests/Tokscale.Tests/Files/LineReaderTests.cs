using System.Text;
using Tokscale.Core.Files;
using Tokscale.Core.Json;
using Xunit;

namespace Tokscale.Tests.Files;

public class LineReaderTests
{
    private static readonly LineMarker s_marker = new("_tokens\""u8);

    [Theory]
    [InlineData("a\nb\n", "a|b")]
    [InlineData("a\nb", "a|b~")]
    [InlineData("\n\n a \r\n\t\nb\r\n", "a|b")]
    [InlineData("", "")]
    [InlineData("\n", "")]
    [InlineData("\uFEFFa\n\uFEFFb", "a|b~")]
    [InlineData("\0\0\0a\0\n", "a!")]
    [InlineData("a\u2028b\u0085c\rd\n", "a\u2028b\u0085c\rd")]
    public void Lines_end_at_line_feeds_and_are_trimmed(string text, string expected) => Assert.Equal(expected, Join(ReadAll(text)));

    [Fact]
    public void Lines_and_markers_are_the_same_for_every_block_size()
    {
        string text = SomeLog(seed: 11);
        string expected = Join(ReadAll(text));
        foreach (int blockBytes in (int[])[1, 2, 7, 16, 33, 255, 1 << 16]) Assert.Equal(expected, Join(ReadAll(text, blockBytes)));
    }

    [Fact]
    public void A_marker_is_found_wherever_it_stands()
    {
        for (int before = 0; before < 40; before++)
        {
            string line = new string('x', before) + "_tokens\"" + new string('y', 40 - before);
            Assert.Equal("+" + line, Join(ReadAll(line + "\n")));
        }
    }

    [Fact]
    public void A_marker_near_the_end_of_a_line_is_found_wherever_it_stands()
    {
        byte[] marker = "_tokens\""u8.ToArray();
        for (int length = 0; length < LineMarker.TailBytes + 100; length++)
        {
            byte[] line = new byte[length];
            line.AsSpan().Fill((byte)'_');
            Assert.False(s_marker.IsInTail(line));
            for (int place = 0; place <= length - marker.Length; place++)
            {
                marker.CopyTo(line, place);
                Assert.Equal(place >= length - LineMarker.TailBytes, s_marker.IsInTail(line));
                "_output\""u8.CopyTo(line.AsSpan(place));
                Assert.False(s_marker.IsInTail(line));
                line.AsSpan(place, marker.Length).Fill((byte)'_');
            }
        }
    }

    [Theory]
    [InlineData("{\"output\\u005ftokens\":1}", false)]
    [InlineData("{\"output_\\u0074okens\":1}", true)]
    [InlineData("tokens", false)]
    [InlineData("_tokens", false)]
    [InlineData("_token_\"", false)]
    [InlineData("a\\u001b[0m, some more text to fill a block", false)]
    public void An_escaped_letter_counts_as_the_marker(string line, bool hasMarker) =>
        Assert.Equal((hasMarker ? "+" : "") + line, Join(ReadAll(line + "\n")));

    [Theory]
    [InlineData(16), InlineData(61), InlineData(LineMarker.HeadBytes - 1), InlineData(LineMarker.HeadBytes), InlineData(LineReader.BlockBytes)]
    public void The_head_of_a_line_spares_the_search_wherever_blocks_end(int blockBytes)
    {
        var marker = new LineMarker("_tokens\""u8, (ref JsonCursor head) =>
        {
            JsonText kind = head.TryBeginObject() && head.TryReadName(out _) ? head.ReadText() : default;
            return kind.Is("none"u8) ? LineInterest.None : kind.Is("likely"u8) ? LineInterest.Likely : LineInterest.Unknown;
        });
        string body = $",'x':'{new string('x', LineMarker.HeadBytes)}'}}\n";
        string text = $"{{'kind':'none','a_tokens':1{body}{{'kind':'likely'{body}{{'kind':'unknown','a_tokens':1{body}{{'kind':'unknown'{body}".Replace('\'', '"');
        Assert.Equal(["-none", "+likely", "+unknown", "unknown"], ReadKinds(text, marker, blockBytes));
        // The end of a line that is of no interest by its head tells another record.
        Assert.Equal(["+none"], ReadKinds(text.Split('\n')[0] + "{\"a_tokens\":1}\n", marker, blockBytes));
    }

    [Theory]
    [InlineData('\n', 'x')]
    [InlineData('\0', 'x')]
    [InlineData('\n', '\t')]
    public void A_line_feed_or_NUL_is_found_wherever_it_stands(char wanted, char other)
    {
        byte[] text = new byte[300];
        text.AsSpan().Fill((byte)other);
        for (int length = 0; length <= text.Length; length++)
        {
            Assert.Equal(-1, LineEnd.IndexOfEndOrNul(text.AsSpan(0, length)));
            for (int place = 0; place < length; place++)
            {
                text[place] = text[^1] = (byte)wanted;
                Assert.Equal(place, LineEnd.IndexOfEndOrNul(text.AsSpan(0, length)));
                text[place] = text[^1] = (byte)other;
            }
        }
    }

    [Theory]
    [InlineData("{'a':'x\0y'}\n{}\n", "{'a':'x\0y'}!|{}")]
    [InlineData("\0\0{'a':1}\n{}\n", "{'a':1}!|{}")]
    [InlineData("{'a':1}\0\n{}\n", "{'a':1}!|{}")]
    [InlineData("{'a_tokens':'\0'}\n{}\n", "{'a_tokens':'\0'}!|{}")]
    [InlineData("{'a':'\t'}\n{'b':'\0'}", "{'a':'\t'}|{'b':'\0'}!~")]
    public void A_single_NUL_anywhere_in_a_line_is_seen(string text, string expected)
    {
        foreach (string padding in (string[])["", new string('x', 500)])
        {
            string padded = text.Replace("'a", "'" + padding + "a"), paddedExpected = expected.Replace("'a", "'" + padding + "a");
            foreach (int blockBytes in (int[])[1, 64, 4096]) Assert.Equal(paddedExpected, Join(ReadAll(padded, blockBytes)));
        }
    }

    [Fact]
    public void A_line_over_the_limit_is_passed_over_and_counted()
    {
        string path = Path.GetTempFileName();
        try
        {
            using (FileStream file = File.Create(path))
            {
                file.Write("first\n"u8);
                file.SetLength(file.Length + LineReader.LineBytesMax + (1 << 20));
                file.Seek(0, SeekOrigin.End);
                file.Write("\nlast\n"u8);
            }
            using var reader = new FileReader();
            LineReader lines = reader.OpenLines(path);
            var read = new List<string>();
            while (lines.TryRead(out LogLine line)) read.Add(line.Number + ":" + Encoding.UTF8.GetString(line.Bytes));
            Assert.Equal(["1:first", "3:last"], read);
            Assert.Equal(1, lines.OversizedLineCount);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static List<string> ReadAll(string text, int blockBytes = 64) => ReadAll(text, s_marker, blockBytes);

    private static string[] ReadKinds(string text, LineMarker marker, int blockBytes) =>
        [.. ReadAll(text, marker, blockBytes).Select(line => line.Split('{')[0] + line.Split('"')[3])];

    private static List<string> ReadAll(string text, LineMarker marker, int blockBytes)
    {
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, Encoding.UTF8.GetBytes(text));
            using var reader = new FileReader(blockBytes);
            using LineReader lines = reader.OpenLines(path, marker);
            var read = new List<string>();
            while (lines.TryRead(out LogLine line))
            {
                string mark = line.HasMarker ? "+" : line.IsRuledOut ? "-" : "";
                read.Add(mark + Encoding.UTF8.GetString(line.Bytes) + (line.HasNuls ? "!" : "") + (line.IsTorn ? "~" : ""));
            }
            return read;
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static string Join(List<string> lines) => string.Join('|', lines);

    private static string SomeLog(int seed)
    {
        var random = new Random(seed);
        var text = new StringBuilder();
        for (int line = 0; line < 300; line++)
        {
            int length = random.Next(0, random.Next(1, 400));
            for (int index = 0; index < length; index++) text.Append((char)random.Next(0x20, 0x7F));
            if (random.Next(3) == 0) text.Append("_tokens\"");
            if (random.Next(9) == 0) text.Append("\\u0065");
            text.Append(random.Next(5) == 0 ? "\r\n" : "\n");
        }
        return text.ToString();
    }
}
