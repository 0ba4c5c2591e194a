namespace Tokscale.Core.Reports;

/// <summary>How long sessions were worked in. A session is active from one call to the next when less than the idle gap lies between.</summary>
/// <param name="ActiveMs">Time of all sessions, those at the same time added up.</param>
/// <param name="WallMs">Time in which at least one session was active.</param>
/// <param name="LongestMs">The longest stretch of one session without an idle gap.</param>
/// <param name="ConcurrentSessionsMax">The most sessions that were active at once.</param>
/// <param name="SessionCount">Sessions with at least one call.</param>
/// <param name="ActiveMsByDay">Active time by the local day in which it began.</param>
public sealed record ActivityMetrics(
    long ActiveMs, long WallMs, long LongestMs, int ConcurrentSessionsMax, int SessionCount, IReadOnlyDictionary<DateOnly, long> ActiveMsByDay)
{
    /// <summary>A pause of this length or longer ends a stretch of work.</summary>
    public const long IdleGapMs = 5 * 60 * 1000;
}
