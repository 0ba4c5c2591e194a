using System.Globalization;

namespace Tokscale.Core.Reports;

/// <summary>
/// Turns times into periods of a zone. A period is a number that sorts by time: days since 0001-01-01 for days and weeks
/// (a week is its first day), months since year 0, hours since 0001-01-01. An hour that a zone repeats in autumn is one period.
/// </summary>
public sealed class TimeBuckets(ReportZone zone, DayOfWeek weekStart)
{
    private const long SlotMs = 15 * 60 * 1000;
    private const long SlotsPerDay = HoursPerDay * 60 * 60 * 1000 / SlotMs;
    private const int HoursPerDay = 24;
    private const int MonthsPerYear = 12;

    // Offsets change at quarter hours at the finest, so one lookup serves all events of a slot; logs are nearly in order. Where a
    // UTC day ends with the offset that it began with, that is the offset of all its slots; null: the clocks change in it.
    private readonly Dictionary<long, TimeSpan?> _offsetsByDay = [];
    private long _lastSlot = long.MinValue;
    private DateTime _lastSlotStart;

    /// <summary>The period that a time falls into.</summary>
    /// <param name="key">Day, week, month or hour.</param>
    /// <param name="timestampMs">UTC, milliseconds since 1970; times outside the calendar count as its ends.</param>
    public int PeriodOf(GroupKey key, long timestampMs)
    {
        DateTime local = LocalSlotStart(timestampMs);
        int day = DateOnly.FromDateTime(local).DayNumber;
        return key switch
        {
            GroupKey.Day => day,
            GroupKey.Week => WeekOf(day),
            GroupKey.Month => local.Year * MonthsPerYear + local.Month - 1,
            GroupKey.Hour => day * HoursPerDay + local.Hour,
            _ => throw new ArgumentOutOfRangeException(nameof(key), key, null),
        };
    }

    /// <summary>The local day of a time.</summary>
    public DateOnly DayOf(long timestampMs) => DateOnly.FromDateTime(LocalSlotStart(timestampMs));

    /// <summary>The name of a period: <c>2026-01-31</c>, <c>2026-01</c> or <c>2026-01-31 14:00</c>.</summary>
    public static string NameOf(GroupKey key, int period) => key switch
    {
        GroupKey.Day or GroupKey.Week => DateName(DateOnly.FromDayNumber(period)),
        GroupKey.Month => string.Create(CultureInfo.InvariantCulture, $"{period / MonthsPerYear:0000}-{period % MonthsPerYear + 1:00}"),
        GroupKey.Hour => string.Create(
            CultureInfo.InvariantCulture, $"{DateName(DateOnly.FromDayNumber(period / HoursPerDay))} {period % HoursPerDay:00}:00"),
        _ => throw new ArgumentOutOfRangeException(nameof(key), key, null),
    };

    /// <summary>The period after another.</summary>
    public static int Next(GroupKey key, int period) => key is GroupKey.Week ? period + 7 : period + 1;

    /// <summary>False for an hour that the clocks of a zone skip in spring.</summary>
    public static bool IsIn(ReportZone zone, GroupKey key, int period)
    {
        if (key is not GroupKey.Hour) return true;
        DateTime start = DateOnly.FromDayNumber(period / HoursPerDay).ToDateTime(new TimeOnly(period % HoursPerDay, 0));
        // Where clocks skip half an hour, the other half is there.
        return !zone.Info.IsInvalidTime(start) || !zone.Info.IsInvalidTime(start.AddMinutes(45));
    }

    public static string DateName(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private int WeekOf(int day)
    {
        int daysIntoWeek = ((int)DateOnly.FromDayNumber(day).DayOfWeek - (int)weekStart + 7) % 7;
        return Math.Max(0, day - daysIntoWeek);
    }

    private DateTime LocalSlotStart(long timestampMs)
    {
        long slot = Floor(timestampMs, SlotMs);
        if (slot == _lastSlot) return _lastSlotStart;
        DateTime utc = UtcOf(slot);
        _lastSlot = slot;
        _lastSlotStart = OffsetOfDay(slot) is { } offset ? utc + offset : ToLocal(utc);
        return _lastSlotStart;
    }

    private TimeSpan? OffsetOfDay(long slot)
    {
        long day = Floor(slot, SlotsPerDay);
        if (_offsetsByDay.TryGetValue(day, out TimeSpan? offset)) return offset;
        DateTime first = UtcOf(day * SlotsPerDay), last = UtcOf((day + 1) * SlotsPerDay);
        offset = ToLocal(first) - first;
        if (ToLocal(last) - last != offset) offset = null;
        _offsetsByDay.Add(day, offset);
        return offset;
    }

    private static long Floor(long value, long unit) => Math.DivRem(value, unit, out long rest) - (rest < 0 ? 1 : 0);

    private DateTime ToLocal(DateTime utc) => TimeZoneInfo.ConvertTimeFromUtc(utc, zone.Info);

    // Two days off either end, so that no offset leads out of the calendar.
    private static DateTime UtcOf(long slot)
    {
        long firstSlot = (DateTime.MinValue.AddDays(2) - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMillisecond / SlotMs;
        long lastSlot = (DateTime.MaxValue.AddDays(-2) - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMillisecond / SlotMs;
        return DateTime.UnixEpoch.AddMilliseconds(Math.Clamp(slot, firstSlot, lastSlot) * SlotMs);
    }
}
