using System.Runtime.InteropServices;
using Tokscale.Core.Scanning;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Reports;

/// <summary>Finds the stretches of work in a scan.</summary>
public sealed class ActivityBuilder
{
    private readonly List<Call> _calls = [];
    private readonly List<Stretch> _stretches = [];
    private readonly Dictionary<DateOnly, long> _activeMsByDay = [];
    private readonly TimeBuckets _periods;

    private ActivityBuilder(TimeBuckets periods) => _periods = periods;

    public static ActivityMetrics Build(ScanResult scan, ReportQuery query, ModelCatalog models)
    {
        var builder = new ActivityBuilder(new TimeBuckets(query.Zone, query.WeekStart));
        EventSelection.Visit(scan, query, models, builder.Add);
        return builder.Finish();
    }

    private void Add(int source, in UsageEvent call) => _calls.Add(new Call(source, call.Session, call.TimestampMs));

    private ActivityMetrics Finish()
    {
        _calls.Sort();
        int sessionCount = 0;
        for (int index = 0; index < _calls.Count; index++)
        {
            Call call = _calls[index];
            bool isNewSession = index == 0 || (call.Source, call.Session) != (_calls[index - 1].Source, _calls[index - 1].Session);
            if (isNewSession) sessionCount++;
            if (isNewSession || call.TimeMs - _stretches[^1].EndMs >= ActivityMetrics.IdleGapMs)
            {
                _stretches.Add(new Stretch(call.TimeMs, call.TimeMs));
                continue;
            }
            Extend(ref CollectionsMarshal.AsSpan(_stretches)[^1], call.TimeMs);
        }
        (long wallMs, int concurrentMax) = Overlay();
        return new ActivityMetrics(
            _stretches.Sum(stretch => stretch.Ms), wallMs, _stretches.Count == 0
                ? 0
                : _stretches.Max(stretch => stretch.Ms), concurrentMax, sessionCount, _activeMsByDay);
    }

    private void Extend(ref Stretch stretch, long timeMs)
    {
        ref long activeMs = ref CollectionsMarshal.GetValueRefOrAddDefault(_activeMsByDay, _periods.DayOf(stretch.EndMs), out _);
        activeMs += timeMs - stretch.EndMs;
        stretch = stretch with { EndMs = timeMs };
    }

    /// <summary>Lays all stretches over each other.</summary>
    private (long WallMs, int ConcurrentMax) Overlay()
    {
        // An end sorts behind a beginning at the same time, so that stretches that touch count as at once.
        List<(long TimeMs, int Change)> edges = [.. _stretches.SelectMany(stretch => new[] { (stretch.StartMs, 1), (stretch.EndMs, -1) })];
        edges.Sort((a, b) => a.TimeMs != b.TimeMs ? a.TimeMs.CompareTo(b.TimeMs) : b.Change.CompareTo(a.Change));
        long wallMs = 0, startMs = 0;
        int open = 0, most = 0;
        foreach ((long timeMs, int change) in edges)
        {
            if (open == 0) startMs = timeMs;
            open += change;
            most = Math.Max(most, open);
            if (open == 0) wallMs += timeMs - startMs;
        }
        return (wallMs, most);
    }

    private readonly record struct Call(int Source, NameId Session, long TimeMs) : IComparable<Call>
    {
        public int CompareTo(Call other) =>
            Source != other.Source ? Source.CompareTo(other.Source)
            : Session != other.Session ? Session.Index.CompareTo(other.Session.Index)
            : TimeMs.CompareTo(other.TimeMs);
    }

    private readonly record struct Stretch(long StartMs, long EndMs)
    {
        public long Ms => EndMs - StartMs;
    }
}
