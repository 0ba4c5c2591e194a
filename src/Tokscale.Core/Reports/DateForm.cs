using System.Globalization;

namespace Tokscale.Core.Reports;

/// <summary>The ways to write a date in an option.</summary>
public static class DateForm
{
    public const string Forms = "2026-01-31, 20260131, 2026-01, today, yesterday, 7d, 2w or 3m (ago)";

    /// <summary>Reads a date; a month stands for all of its days.</summary>
    /// <param name="option">The option's name, for the message.</param>
    /// <param name="text">What the user wrote.</param>
    /// <param name="today">The current day in the report's zone.</param>
    /// <exception cref="UserError">The text is no date in one of the <see cref="Forms"/>.</exception>
    public static DateRange Parse(string option, string text, DateOnly today) =>
        TryParse(text.Trim(), today) ?? throw UserError.InOption($"{option} '{text}' is no date; write {Forms}.");

    /// <summary>Reads a year.</summary>
    /// <exception cref="UserError">The text is no year from 1970 to 9998.</exception>
    public static DateRange ParseYear(string option, string text) =>
        text.Length == 4 && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int year) && year is >= 1970 and < 9999
            ? DateRange.Year(year)
            : throw UserError.InOption($"{option} '{text}' is no year; write it as 2026.");

    private static DateRange? TryParse(string text, DateOnly today)
    {
        if (text.Equals("today", StringComparison.OrdinalIgnoreCase)) return DateRange.Day(today);
        if (text.Equals("yesterday", StringComparison.OrdinalIgnoreCase)) return DateRange.Day(today.AddDays(-1));
        if (Exact(text, "yyyy-MM-dd") is { } day) return DateRange.Day(day);
        if (Exact(text, "yyyyMMdd") is { } compactDay) return DateRange.Day(compactDay);
        if (Exact(text, "yyyy-MM") is { } month) return month.Year < 9999 ? DateRange.MonthOf(month) : null;
        return Ago(text, today) is { } past ? DateRange.Day(past) : null;
    }

    private static DateOnly? Exact(string text, string format) =>
        DateOnly.TryParseExact(text, format, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly date) ? date : null;

    private static DateOnly? Ago(string text, DateOnly today)
    {
        // Four digits reach back over 27 years of days: enough, and no date can fall out of the calendar.
        if (text.Length is < 2 or > 5) return null;
        if (!int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out int count)) return null;
        return char.ToLowerInvariant(text[^1]) switch
        {
            'd' => today.AddDays(-count),
            'w' => today.AddDays(-7 * count),
            'm' => today.AddMonths(-count),
            _ => null,
        };
    }
}
