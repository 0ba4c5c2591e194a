using System.Text;
using Tokscale.Core.Usage;
using Xunit;

namespace Tokscale.Tests.Usage;

public class LogTimeTests
{
    [Theory]
    [InlineData("2026-05-01T10:00:00.123Z", 1777629600123)]
    [InlineData("2026-05-01T10:00:00Z", 1777629600000)]
    [InlineData("2026-05-01T10:00:00", 1777629600000)]
    [InlineData("2026-05-01 10:00:00.5", 1777629600500)]
    [InlineData("2026-05-01T12:00:00.123456789+02:00", 1777629600123)]
    [InlineData("2026-05-01T05:30:00-0430", 1777629600000)]
    [InlineData("2026-05-01T12+02:00", null)]
    [InlineData("2026-05-01T10:00Z", 1777629600000)]
    [InlineData("2026-05-01T10:00:60Z", 1777629659000)]
    [InlineData("2024-02-29T00:00:00Z", 1709164800000)]
    [InlineData("2026-02-29T00:00:00Z", null)]
    [InlineData("2026-13-01T00:00:00Z", null)]
    [InlineData("2026-05-01T24:00:00Z", null)]
    [InlineData("2026-05-01T10:00:00+25:00", null)]
    [InlineData("0001-01-01T00:00:00+14:00", null)]
    [InlineData("9999-12-31T23:59:59-14:00", null)]
    [InlineData("9999-99-99T99:99:99Z", null)]
    [InlineData("yesterday", null)]
    [InlineData("", null)]
    public void Times_of_logs_are_read_or_told_to_be_none(string text, long? expected) =>
        Assert.Equal(expected, LogTime.Parse(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void The_usual_form_is_read_as_any_other_form_of_the_same_time()
    {
        const string Usual = "2026-05-01T10:00:00.123Z";
        for (int place = 0; place < Usual.Length; place++)
        {
            foreach (char other in "0123569:-.TtZz +/\0\u007f")
            {
                byte[] text = Encoding.UTF8.GetBytes(Usual[..place] + other + Usual[(place + 1)..]);
                // A blank behind it makes the form an unusual one.
                Assert.Equal(LogTime.Parse([.. text, (byte)' ']), LogTime.Parse(text));
            }
        }
    }

    [Theory]
    [InlineData(1777629600.5, 1777629600500)]
    [InlineData(1777629600123.0, 1777629600123)]
    [InlineData(0.0, null)]
    [InlineData(-1.0, null)]
    [InlineData(1e300, null)]
    [InlineData(double.NaN, null)]
    [InlineData(null, null)]
    public void Numbers_are_seconds_or_milliseconds_by_their_size(double? value, long? expected) =>
        Assert.Equal(expected, LogTime.FromNumber(value));
}
