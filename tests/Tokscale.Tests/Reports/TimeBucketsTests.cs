using System.Globalization;
using Tokscale.Core.Reports;
using Xunit;

namespace Tokscale.Tests.Reports;

public sealed class TimeBucketsTests
{
    [Theory]
    [InlineData("America/New_York", "2026-03-08T04:59:59Z", "2026-03-07")]
    [InlineData("America/New_York", "2026-03-08T05:00:00Z", "2026-03-08")]
    [InlineData("America/New_York", "2026-03-09T03:59:59Z", "2026-03-08")]
    [InlineData("America/New_York", "2026-03-09T04:00:00Z", "2026-03-09")]
    [InlineData("America/New_York", "2026-11-02T04:59:59Z", "2026-11-01")]
    [InlineData("Asia/Kathmandu", "2026-05-01T18:14:59Z", "2026-05-01")]
    [InlineData("Asia/Kathmandu", "2026-05-01T18:15:00Z", "2026-05-02")]
    [InlineData("Pacific/Kiritimati", "2026-05-01T10:00:00Z", "2026-05-02")]
    public void A_day_is_the_local_day_also_across_clock_changes(string zone, string time, string day) =>
        Assert.Equal(day, NameOf(GroupKey.Day, zone, time));

    [Theory]
    [InlineData("Europe/Berlin", "2026-03-29T00:59:00Z", "2026-03-29 01:00")]
    [InlineData("Europe/Berlin", "2026-03-29T01:00:00Z", "2026-03-29 03:00")]
    [InlineData("Europe/Berlin", "2026-10-25T00:30:00Z", "2026-10-25 02:00")]
    [InlineData("Europe/Berlin", "2026-10-25T01:30:00Z", "2026-10-25 02:00")]
    [InlineData("Asia/Kathmandu", "2026-05-01T18:20:00Z", "2026-05-02 00:00")]
    public void An_hour_is_the_hour_on_the_local_clock(string zone, string time, string hour) =>
        Assert.Equal(hour, NameOf(GroupKey.Hour, zone, time));

    [Theory]
    [InlineData("Europe/Berlin", 2026)]
    [InlineData("Australia/Lord_Howe", 2026)] // by half an hour
    [InlineData("Africa/Casablanca", 2026)] // for the month of Ramadan
    [InlineData("Pacific/Apia", 2011)] // which had no 30 December
    [InlineData("America/Caracas", 2016)]
    public void Every_quarter_hour_of_a_year_with_clock_changes_is_in_the_hour_that_the_zone_says(string zone, int year)
    {
        var buckets = new TimeBuckets(ReportZone.Find("--timezone", zone), DayOfWeek.Monday);
        TimeZoneInfo clocks = TimeZoneInfo.FindSystemTimeZoneById(zone);
        for (DateTime time = new(year, 1, 1, 0, 7, 0, DateTimeKind.Utc); time.Year == year; time = time.AddMinutes(15))
        {
            int period = buckets.PeriodOf(GroupKey.Hour, new DateTimeOffset(time).ToUnixTimeMilliseconds());
            DateTime local = TimeZoneInfo.ConvertTimeFromUtc(time, clocks);
            Assert.Equal(local.ToString("yyyy-MM-dd HH:00", CultureInfo.InvariantCulture), TimeBuckets.NameOf(GroupKey.Hour, period));
        }
    }

    [Theory]
    [InlineData("Europe/Berlin", "2026-03-29", 2, false)]
    [InlineData("Europe/Berlin", "2026-03-29", 3, true)]
    [InlineData("Australia/Lord_Howe", "2026-10-04", 2, true)]
    [InlineData("UTC", "2026-03-29", 2, true)]
    public void An_hour_that_the_clocks_skip_is_none(string zone, string day, int hour, bool isThere) =>
        Assert.Equal(
            isThere,
            TimeBuckets.IsIn(
                ReportZone.Find("zone", zone), GroupKey.Hour, DateOnly.Parse(day, CultureInfo.InvariantCulture).DayNumber * 24 + hour));

    [Theory]
    [InlineData(DayOfWeek.Monday, "2026-03-01T12:00:00Z", "2026-02-23")]
    [InlineData(DayOfWeek.Monday, "2026-03-02T12:00:00Z", "2026-03-02")]
    [InlineData(DayOfWeek.Sunday, "2026-03-01T12:00:00Z", "2026-03-01")]
    [InlineData(DayOfWeek.Sunday, "2026-03-07T12:00:00Z", "2026-03-01")]
    public void A_week_is_named_by_its_first_day(DayOfWeek start, string time, string week)
    {
        var buckets = new TimeBuckets(ReportZone.Utc, start);

        Assert.Equal(week, TimeBuckets.NameOf(GroupKey.Week, buckets.PeriodOf(GroupKey.Week, Ms(time))));
    }

    [Theory]
    [InlineData(long.MinValue)]
    [InlineData(long.MaxValue)]
    [InlineData(-62_135_596_800_000)]
    [InlineData(253_402_300_799_999)]
    public void A_time_outside_the_calendar_still_has_a_period(long timestampMs)
    {
        var buckets = new TimeBuckets(ReportZone.Find("--timezone", "Pacific/Kiritimati"), DayOfWeek.Sunday);

        foreach (GroupKey key in new[] { GroupKey.Day, GroupKey.Week, GroupKey.Month, GroupKey.Hour })
            Assert.NotEmpty(TimeBuckets.NameOf(key, buckets.PeriodOf(key, timestampMs)));
    }

    [Theory]
    [InlineData("Mars/Phobos")]
    [InlineData("+09:00")]
    [InlineData("../../etc/passwd")]
    [InlineData("/etc/passwd")]
    [InlineData("")]
    public void An_unknown_zone_is_refused_in_one_sentence(string name) =>
        Assert.Equal(
            $"--timezone '{name}' is no time zone; write an IANA name such as Europe/Berlin, or local, or utc.",
            Assert.Throws<UserError>(() => ReportZone.Find("--timezone", name)).Message);

    private static string NameOf(GroupKey key, string zone, string time)
    {
        var buckets = new TimeBuckets(ReportZone.Find("--timezone", zone), DayOfWeek.Monday);
        return TimeBuckets.NameOf(key, buckets.PeriodOf(key, Ms(time)));
    }

    private static long Ms(string time) => DateTimeOffset.Parse(time, CultureInfo.InvariantCulture).ToUnixTimeMilliseconds();
}
