namespace Tokscale.Core.Reports;

/// <summary>Days that a report covers, both ends inclusive, in the report's zone. Null: open at that end.</summary>
public readonly record struct DateRange(DateOnly? Since, DateOnly? Until)
{
    public bool IsOpen => Since is null && Until is null;

    public bool Contains(DateOnly day) => !(day < Since) && !(day > Until);

    public static DateRange Day(DateOnly day) => new(day, day);

    /// <summary>The last <paramref name="count"/> days, today included.</summary>
    public static DateRange LastDays(DateOnly today, int count) => new(today.AddDays(1 - count), today);

    public static DateRange MonthOf(DateOnly day)
    {
        var first = new DateOnly(day.Year, day.Month, 1);
        return new DateRange(first, first.AddMonths(1).AddDays(-1));
    }

    public static DateRange Year(int year) => new(new DateOnly(year, 1, 1), new DateOnly(year, 12, 31));
}
