using Tokscale.Terminal;
using Xunit;

namespace Tokscale.Tests.Terminal;

public sealed class TableFitterTests
{
    private static readonly ScreenTable s_table = new(
        [
            new ScreenColumn("Name", "Name"),
            new ScreenColumn("Detail", "Detail") { DropRank = 8 },
            new ScreenColumn("Messages", "Msgs") { IsNumber = true, DropRank = 3 },
            new ScreenColumn("Total", "Total") { IsNumber = true },
            new ScreenColumn("Share", "Share") { IsNumber = true, DropRank = TableFitter.OrnamentRank },
        ],
        [
            [new("a name of some length, longer than thirty"), new("detail"), new("1,234,567", "1.23M"), new("12,345,678,901", "12.3B"), new("50.0%", "50%")],
            [new("模型😀"), new(""), new("7", "7"), new("8", "8"), new("0.1%", "0%")],
        ],
        [new("Total"), new(""), new("1,234,574", "1.23M"), new("12,345,678,909", "12.3B"), new("")]);

    [Fact]
    public void Without_a_limit_everything_is_shown_whole()
    {
        FittedTable fitted = TableFitter.Fit(s_table, width: null);

        Assert.Equal((5, false, 0), (fitted.Columns.Count, fitted.HasShortenedNumbers, fitted.Dropped.Count));
    }

    [Fact]
    public void Ornaments_go_first_then_texts_shrink_then_numbers_shorten_then_columns_go_by_rank()
    {
        Assert.Equal(["Share"], TableFitter.Fit(s_table, 82).Dropped);
        Assert.False(TableFitter.Fit(s_table, 70).HasShortenedNumbers);
        Assert.Equal(28, TableFitter.Fit(s_table, 63).Widths[0]);
        Assert.True(TableFitter.Fit(s_table, 50).HasShortenedNumbers);
        Assert.Equal(["Share", "Detail"], TableFitter.Fit(s_table, 40).Dropped);
        Assert.Equal(["Share", "Detail", "Messages"], TableFitter.Fit(s_table, 28).Dropped);
    }

    [Fact]
    public void Numbers_are_whole_again_when_dropped_columns_left_room_for_them()
    {
        var table = new ScreenTable(
            [new("Name", "Name"), new("Detail of size", "Detail of size") { IsNumber = true, DropRank = 1 }, new("Total", "Total") { IsNumber = true }],
            [[new("ten letter"), new("1"), new("1,234,567", "1.23M")]],
            Totals: null);

        FittedTable fitted = TableFitter.Fit(table, 24);

        Assert.False(fitted.HasShortenedNumbers);
        Assert.Equal(["Detail of size"], fitted.Dropped);
    }

    [Fact]
    public void A_number_is_never_cut_at_any_width()
    {
        string[] numbers = ["1,234,567", "12,345,678,901", "1,234,574", "12,345,678,909", "1.23M", "12.3B", "7", "8"];
        for (int width = 1; width <= 120; width++)
        {
            string text = Print(width);
            IEnumerable<string> shown = text.Split('\n').Skip(2).SelectMany(line => line.Split(' '))
                .Where(word => word.Length > 0 && char.IsAsciiDigit(word[0]) && !word.EndsWith('%'));

            Assert.All(shown, word => Assert.Contains(word, numbers));
        }
    }

    [Fact]
    public void From_a_small_width_on_every_line_fits()
    {
        for (int width = 16; width <= 120; width++)
            Assert.All(Print(width).Split('\n'), line => Assert.InRange(TextWidth.Of(line), 0, width));
    }

    [Fact]
    public void A_pipe_gets_no_escape_codes_and_no_blanks_at_the_end_of_lines()
    {
        string text = Print(null);

        Assert.DoesNotContain('\u001b', text);
        Assert.All(text.Split('\n'), line => Assert.Equal(line.TrimEnd(), line));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(199)]
    [InlineData(200)]
    [InlineData(201)]
    [InlineData(1000)]
    public void A_long_table_has_one_head_and_one_row_of_totals(int rowCount)
    {
        var table = new ScreenTable(
            [new("Name", "Name"), new("Count", "Count") { IsNumber = true }],
            [.. Enumerable.Range(0, rowCount).Select(row => (IReadOnlyList<ScreenCell>)[new($"row {row}"), new("1")])],
            [new("Total"), new($"{rowCount}")]);
        using var output = new StringWriter();

        TablePrinter.Print(TableFitter.Fit(table, 80), ScreenStyle.Plain, output);

        string[] lines = output.ToString().TrimEnd('\n').Split('\n');
        Assert.Equal(rowCount + 4, lines.Length);
        Assert.StartsWith("Name", lines[0]);
        Assert.StartsWith("Total", lines[^1]);
        Assert.Equal(2, lines.Count(line => line.StartsWith('─')));
    }

    private static string Print(int? width)
    {
        using var output = new StringWriter();
        TablePrinter.Print(TableFitter.Fit(s_table, width), ScreenStyle.Plain with { Width = width }, output);
        return output.ToString();
    }
}
