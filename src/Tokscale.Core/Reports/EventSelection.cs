using Tokscale.Core.Scanning;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Reports;

/// <summary>Goes through the events that a query covers, in the order of the scan.</summary>
public static class EventSelection
{
    /// <param name="source">Index of the source in the scan.</param>
    /// <param name="call">The event.</param>
    public delegate void Visitor(int source, in UsageEvent call);

    /// <summary>Calls <paramref name="visit"/> for each event that passes the query's filter.</summary>
    public static void Visit(ScanResult scan, ReportQuery query, ModelCatalog models, Visitor visit)
    {
        EventFilter filter = FilterOf(scan, query, models);
        Visit(CallRange.Of(scan, filter), filter, visit);
    }

    /// <summary>As <see cref="Visit(ScanResult, ReportQuery, ModelCatalog, Visitor)"/>, for some of the events.</summary>
    internal static void Visit(CallRange range, EventFilter filter, Visitor visit)
    {
        foreach ((int source, IReadOnlyList<UsageEvent> calls) in range.Parts)
        {
            SourceScan.ForEach(calls, (in UsageEvent call) =>
            {
                if (filter.Accepts(call)) visit(source, call);
            });
        }
    }

    /// <summary>The filter of a query, for one thread.</summary>
    internal static EventFilter FilterOf(ScanResult scan, ReportQuery query, ModelCatalog models)
    {
        UsageFilter wanted = query.Filter is { TakesSessionStart: true, Session: { } session }
            ? query.Filter with { Session = Meant(session, scan) }
            : query.Filter;
        return new EventFilter(wanted, scan.Names, new TimeBuckets(query.Zone, query.WeekStart), models.ReadableName);
    }

    /// <summary>The whole id of the one session that begins with a text; the text where it is an id, a pattern, or the beginning of several.</summary>
    private static NamePattern Meant(NamePattern session, ScanResult scan)
    {
        if (session.Text.AsSpan().ContainsAny('*', '?')) return session;
        IEnumerable<NameId> ids = scan.Sources.SelectMany(
            source => source.Events is PackedEvents packed ? packed.Sessions : source.Events.Select(call => call.Session));
        string[] begun =
        [
            .. ids.Distinct().Select(id => scan.Names[id]).OfType<string>()
                .Where(id => id.StartsWith(session.Text, StringComparison.OrdinalIgnoreCase)).Distinct(StringComparer.OrdinalIgnoreCase),
        ];
        return begun is [var only] && only.Length > session.Text.Length ? new NamePattern(only) : session;
    }
}
