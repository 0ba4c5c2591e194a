using Tokscale.Core.Usage;

namespace Tokscale.Core.Reports;

/// <summary>Decides whether events belong to a report.</summary>
internal sealed class EventFilter
{
    private const long DayMs = 24 * 3_600_000;

    private readonly DateRange _days;
    private readonly long _firstMs, _endMs;
    private readonly TimeBuckets _buckets;
    private readonly NameFilter? _model, _provider, _project, _session, _agent;

    public EventFilter(UsageFilter filter, NameTable names, TimeBuckets buckets, Func<string, string> readableName)
    {
        (_days, _buckets) = (filter.Days, buckets);
        (_firstMs, _endMs) = TimesAround(filter.Days);
        _firstMs = Math.Max(_firstMs, filter.SinceMs ?? long.MinValue);
        if (filter.Model is { } model)
        {
            NamePattern readable = InOurSpelling(model, readableName);
            _model = new NameFilter(names, name => model.Matches(name) || readable.Matches(readableName(name)));
        }
        if (filter.Provider is { } provider) _provider = new NameFilter(names, provider.Matches);
        if (filter.Project is { } project) _project = new NameFilter(names, project.Matches);
        if (filter.Session is { } session) _session = new NameFilter(names, session.Matches);
        if (filter.Agent is { } agent) _agent = new NameFilter(names, agent.Matches);
    }

    // claude-opus-4.5 means the model that is shown as claude-opus-4-5. An id with a date stays the one id.
    private static NamePattern InOurSpelling(NamePattern model, Func<string, string> readableName)
    {
        string readable = readableName(model.Text);
        bool isSpelling = readable.Replace('.', '-').Equals(model.Text.Replace('.', '-'), StringComparison.OrdinalIgnoreCase);
        return isSpelling ? new NamePattern(readable) : model;
    }

    public bool Accepts(in UsageEvent call) =>
        call.TimestampMs >= _firstMs && call.TimestampMs < _endMs
        && (_days.IsOpen || _days.Contains(_buckets.DayOf(call.TimestampMs)))
        && _model?.Accepts(call.Model) != false
        && _provider?.Accepts(call.Provider) != false
        && _project?.Accepts(call.Project) != false
        && _session?.Accepts(call.Session) != false
        && _agent?.Accepts(call.Agent) != false;

    /// <summary>False when no call of a piece is accepted: then it need not be read.</summary>
    public bool MayAccept(PackedPiece piece) =>
        piece.Span.LastMs >= _firstMs && piece.Span.FirstMs < _endMs
        && (_session is null || piece.Span.Session is not { } session || _session.Accepts(session));

    /// <summary>
    /// The days in UTC, and one more at each end: no zone is a day away from it. What lies outside, mostly years of calls, need not be
    /// turned into days to be left out. Both ends of the calendar, where other times count, too, are open.
    /// </summary>
    private static (long FirstMs, long EndMs) TimesAround(DateRange days)
    {
        long? first = days.Since?.DayNumber - 1, end = days.Until?.DayNumber + 2;
        return (first > 3 ? MsOf(first.Value) : long.MinValue, end < DateOnly.MaxValue.DayNumber - 3 ? MsOf(end.Value) : long.MaxValue);

        static long MsOf(long dayNumber) => (dayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber) * DayMs;
    }

    /// <summary>Matches each name once.</summary>
    private sealed class NameFilter(NameTable names, Func<string, bool> matches)
    {
        private readonly Dictionary<NameId, bool> _known = [];

        /// <summary>False when the log does not say the name.</summary>
        public bool Accepts(NameId id)
        {
            if (_known.TryGetValue(id, out bool isMatch)) return isMatch;
            isMatch = names[id] is { } name && matches(name);
            _known.Add(id, isMatch);
            return isMatch;
        }
    }
}
