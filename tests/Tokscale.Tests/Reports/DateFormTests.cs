using Tokscale.Core.Reports;
using Xunit;

namespace Tokscale.Tests.Reports;

public sealed class DateFormTests
{
    private static readonly DateOnly s_today = new(2026, 3, 31);

    [Theory]
    [InlineData("2026-01-31", "2026-01-31", "2026-01-31")]
    [InlineData("20260131", "2026-01-31", "2026-01-31")]
    [InlineData("2026-02", "2026-02-01", "2026-02-28")]
    [InlineData("today", "2026-03-31", "2026-03-31")]
    [InlineData("Yesterday", "2026-03-30", "2026-03-30")]
    [InlineData("0d", "2026-03-31", "2026-03-31")]
    [InlineData("7d", "2026-03-24", "2026-03-24")]
    [InlineData("2w", "2026-03-17", "2026-03-17")]
    [InlineData("1m", "2026-02-28", "2026-02-28")]
    [InlineData("9999m", "1192-12-31", "1192-12-31")]
    public void A_date_is_read_in_every_form(string text, string first, string last)
    {
        DateRange range = DateForm.Parse("--since", text, s_today);

        Assert.Equal(DateOnly.Parse(first, System.Globalization.CultureInfo.InvariantCulture), range.Since);
        Assert.Equal(DateOnly.Parse(last, System.Globalization.CultureInfo.InvariantCulture), range.Until);
    }

    [Theory]
    [InlineData("2026-1-5")]
    [InlineData("2026-13-45")]
    [InlineData("2026-02-29")]
    [InlineData("20261340")]
    [InlineData("tomorrow")]
    [InlineData("d")]
    [InlineData("-7d")]
    [InlineData("7 d")]
    [InlineData("99999d")]
    [InlineData("7y")]
    [InlineData("")]
    [InlineData("9999-12")]
    public void What_is_no_date_is_refused_with_the_option_and_the_forms(string text)
    {
        var error = Assert.Throws<UserError>(() => DateForm.Parse("--since", text, s_today));

        Assert.Equal(UserErrorKind.BadOption, error.Kind);
        Assert.Equal($"--since '{text}' is no date; write 2026-01-31, 20260131, 2026-01, today, yesterday, 7d, 2w or 3m (ago).", error.Message);
    }

    [Theory]
    [InlineData("abcd")]
    [InlineData("26")]
    [InlineData("9999")]
    [InlineData("1969")]
    public void What_is_no_year_is_refused(string text) =>
        Assert.Equal($"--year '{text}' is no year; write it as 2026.", Assert.Throws<UserError>(() => DateForm.ParseYear("--year", text)).Message);
}
