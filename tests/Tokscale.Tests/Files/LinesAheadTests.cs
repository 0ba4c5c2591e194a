using System.Text;
using Tokscale.Core.Files;
using Tokscale.Core.Sources;
using Xunit;

namespace Tokscale.Tests.Files;

/// <summary>Lines that another thread finds are those that a reader finds alone.</summary>
public sealed class LinesAheadTests : IDisposable
{
    private static readonly LineMarker s_marker = new("_tokens\""u8);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(16)]
    [InlineData(61)]
    [InlineData(4096)]
    [InlineData(1 << 16)]
    public void All_lines_come_in_order_with_all_that_is_known_of_them(int blockBytes)
    {
        SourceFile file = Write("some.jsonl", SomeLog(lineCount: 3000));
        using FileReader alone = new(blockBytes), ahead = new(blockBytes) { AheadBytes = 0 };

        string expected = Describe(alone.OpenLines(file, s_marker), int.MaxValue);

        Assert.Contains("TORN", expected);
        for (int round = 0; round < 3; round++) Assert.Equal(expected, Describe(ahead.OpenLines(file, s_marker), int.MaxValue));
    }

    [Fact]
    public void A_reader_that_stops_early_can_read_the_next_file()
    {
        SourceFile first = Write("first.jsonl", SomeLog(lineCount: 3000)), second = Write("second.jsonl", "a\nb\n");
        using FileReader alone = new(64), ahead = new(64) { AheadBytes = 3 };
        foreach (int lineCount in (int[])[0, 1, 2, 100, 2999])
        {
            Assert.Equal(LinesOf(alone, first, lineCount), LinesOf(ahead, first, lineCount));
            Assert.Equal(LinesOf(alone, second, 2), LinesOf(ahead, second, 2));
        }
    }

    [Fact]
    public void A_failure_to_read_is_thrown_to_the_one_who_takes_the_lines()
    {
        if (!PosixCalls.AreUsable) return; // Elsewhere a folder cannot be opened at all.
        string folder = Path.Join(_folder.Path, "folder");
        Directory.CreateDirectory(folder);
        FileStatus status = FileStatus.Of(Write("a", "a\n").Path) with { Bytes = 100 };
        using var reader = new FileReader(64) { AheadBytes = 0 };
        using LineReader lines = reader.OpenLines(new SourceFile(SourceRegistry.All[0], folder, _folder.Path, "folder", status));

        Assert.Throws<UnauthorizedAccessException>(() => lines.TryRead(out _));
    }

    [Fact]
    public void A_line_larger_than_all_blocks_is_whole()
    {
        string large = new('x', 100_000);
        SourceFile file = Write("large.jsonl", $"a\n{large}\nb\n{large}\n{large}\nc");
        using var reader = new FileReader(64) { AheadBytes = 0 };

        Assert.Equal(["a", large, "b", large, large, "c"], LinesOf(reader, file, 9));
    }

    private static string Describe(LineReader lines, int lineCountMax)
    {
        var text = new StringBuilder();
        using (lines)
        {
            for (int count = 0; count < lineCountMax && lines.TryRead(out LogLine line); count++)
            {
                text.Append(line.Number).Append(line.HasMarker ? '+' : ' ').Append(line.IsRuledOut ? '-' : ' ').Append(line.HasNuls ? '0' : ' ')
                    .Append(line.IsTorn ? "TORN" : "").AppendLine(Encoding.Latin1.GetString(line.Bytes));
            }
            text.Append($"{lines.CompleteBytes} {lines.CompleteLineCount} {lines.EndedTorn} {lines.NulLineCount} {lines.OversizedLineCount}");
        }
        return text.ToString();
    }

    private static List<string> LinesOf(FileReader reader, SourceFile file, int lineCountMax)
    {
        var read = new List<string>();
        using LineReader lines = reader.OpenLines(file);
        while (read.Count < lineCountMax && lines.TryRead(out LogLine line)) read.Add(Encoding.UTF8.GetString(line.Bytes));
        return read;
    }

    private static string SomeLog(int lineCount)
    {
        var random = new Random(3);
        var text = new StringBuilder();
        for (int line = 0; line < lineCount; line++)
        {
            if (random.Next(20) == 0) text.Append('\0', random.Next(30));
            text.Append('x', random.Next(random.Next(1, 300)));
            if (random.Next(3) == 0) text.Append("_tokens\"");
            text.Append(random.Next(5) == 0 ? " \r\n" : "\n");
        }
        return text.Append("the end").ToString();
    }

    private SourceFile Write(string name, string text)
    {
        string path = _folder.Write(name, text);
        return new SourceFile(SourceRegistry.All[0], path, _folder.Path, name, FileStatus.Of(path));
    }
}
