using System.Text;
using Tokscale.Core.Sources.Shared;
using Xunit;

namespace Tokscale.Tests.Sources.Shared;

public class CsvReaderTests
{
    [Theory]
    [InlineData("a,b\n1,2\n", "1: a|b", "2: 1|2")]
    [InlineData("a,b\r\n1,2\r\n", "1: a|b", "2: 1|2")]
    [InlineData("a,b\r1,2", "1: a|b", "2: 1|2")]
    [InlineData("a\n\n \n\0\0\nb", "1: a", "5: b")]
    [InlineData("\"a, \"\"b\"\"\" , c \n", "1: a, \"b\"|c")]
    [InlineData("a,b\n\"x\r\ny\",2\n3,4\n", "1: a|b", "2: x\r\ny|2", "4: 3|4")]
    [InlineData(",\n", "1: |")]
    [InlineData("")]
    public void Rows_are_split_as_spreadsheets_do(string text, params string[] rows) => Assert.Equal(rows, Read(text));

    [Theory]
    [InlineData("a,b\n1,\"2\n3,4\n", "1: a|b", "2: broken", "3: 3|4")]
    [InlineData("a,b\n\"1\",\"2\n\"3\",\"4\"\n", "1: a|b", "2: broken", "3: 3|4")]
    [InlineData("a,b\n1,\"2\"x\n3,4\n", "1: a|b", "2: broken", "3: 3|4")]
    [InlineData("a,b\n1,\"2\nx,3\"\n5,6", "1: a|b", "2: 1|2\nx,3", "4: 5|6")]
    [InlineData("a,b,c\n1,\"2\nx,3\"\n5,6,7", "1: a|b|c", "2: broken", "3: x|3\"", "4: 5|6|7")]
    public void A_quote_that_does_not_close_costs_its_own_line(string text, params string[] rows) => Assert.Equal(rows, Read(text));

    [Fact]
    public void An_open_quote_is_not_searched_for_without_end()
    {
        string rows = string.Concat(Enumerable.Repeat("1,2\n", 50_000));
        List<string> read = Read("a,b\nx,\"y\n" + rows);
        Assert.Equal(50_002, read.Count);
        Assert.Equal("2: broken", read[1]);
    }

    [Fact]
    public void Only_a_row_without_a_line_end_is_torn()
    {
        var rows = new CsvReader("a\nb"u8);
        Assert.True(rows.TryRead());
        Assert.False(rows.IsTorn);
        Assert.True(rows.TryRead());
        Assert.True(rows.IsTorn);
        Assert.False(rows.TryRead());
    }

    private static List<string> Read(string text)
    {
        var rows = new CsvReader(Encoding.UTF8.GetBytes(text));
        var read = new List<string>();
        while (rows.TryRead())
        {
            var cells = new List<string>();
            for (int column = 0; column < rows.Width; column++) cells.Add(Encoding.UTF8.GetString(rows[column]));
            read.Add($"{rows.LineNumber}: {(rows.IsBroken ? "broken" : string.Join('|', cells))}");
        }
        return read;
    }
}
