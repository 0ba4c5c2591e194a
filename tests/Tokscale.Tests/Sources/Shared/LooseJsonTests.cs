using System.Text;
using Tokscale.Core.Json;
using Tokscale.Core.Sources.Shared;
using Xunit;

namespace Tokscale.Tests.Sources.Shared;

public class LooseJsonTests
{
    [Theory]
    [InlineData("12", 12L)]
    [InlineData("\"12\"", 12L)]
    [InlineData("\" 12.9 \"", 12L)]
    [InlineData("\"-3\"", null)]
    [InlineData("\"12x\"", null)]
    [InlineData("\"\"", null)]
    [InlineData("null", null)]
    [InlineData("[1]", null)]
    public void Counts_are_read_from_numbers_and_from_text(string json, long? expected)
    {
        var cursor = new JsonCursor(Encoding.UTF8.GetBytes(json));
        Assert.Equal(expected, cursor.ReadLooseCount());
        Assert.True(cursor.IsAtEnd);
    }

    [Theory]
    [InlineData("\"0.5\"", "0.5")]
    [InlineData("0.25", "0.25")]
    [InlineData("\"free\"", null)]
    [InlineData("-1", null)]
    public void Money_is_read_from_numbers_and_from_text(string json, string? expected)
    {
        var cursor = new JsonCursor(Encoding.UTF8.GetBytes(json));
        Assert.Equal(expected, cursor.ReadLooseMoney()?.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("1773144000000", 1773144000000L)]
    [InlineData("1773144000.5", 1773144000500L)]
    [InlineData("\"1773144000\"", 1773144000000L)]
    [InlineData("\"2026-03-10T12:00:00Z\"", 1773144000000L)]
    [InlineData("\"soon\"", null)]
    [InlineData("0", null)]
    [InlineData("{}", null)]
    public void Times_are_read_from_numbers_and_from_text(string json, long? expectedMs)
    {
        var cursor = new JsonCursor(Encoding.UTF8.GetBytes(json));
        Assert.Equal(expectedMs, cursor.ReadTime());
    }
}
