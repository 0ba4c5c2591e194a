namespace Tokscale.Core.Reports.Budgets;

/// <summary>What may be spent in a period.</summary>
/// <param name="Period">A calendar day, week or month in the zone of the report.</param>
/// <param name="LimitUsd">US dollars.</param>
/// <param name="Client">Only this source; null for all.</param>
/// <param name="Project">Only this project; null for all.</param>
public sealed record Budget(BudgetPeriod Period, decimal LimitUsd, string? Client, string? Project)
{
    /// <summary>True when both limit the same thing, so that the newer replaces the older.</summary>
    public bool HasSameScope(Budget other) =>
        Period == other.Period && Client == other.Client && string.Equals(Project, other.Project, StringComparison.Ordinal);

    /// <summary>The days of the period that a day belongs to.</summary>
    public DateRange DaysAround(DateOnly day, DayOfWeek weekStart) => Period switch
    {
        BudgetPeriod.Day => DateRange.Day(day),
        BudgetPeriod.Month => DateRange.MonthOf(day),
        _ => new DateRange(WeekOf(day, weekStart), WeekOf(day, weekStart).AddDays(6)),
    };

    private static DateOnly WeekOf(DateOnly day, DayOfWeek weekStart) => day.AddDays(-(((int)day.DayOfWeek - (int)weekStart + 7) % 7));
}
