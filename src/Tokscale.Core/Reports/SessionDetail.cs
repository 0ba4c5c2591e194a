using Tokscale.Core.Pricing;
using Tokscale.Core.Scanning;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Reports;

/// <summary>One session, call by call.</summary>
/// <param name="Client">Id of its source.</param>
/// <param name="SessionId">As its source delimits it.</param>
/// <param name="Project">Where it began; null when the log does not say.</param>
/// <param name="ModelIds">Exact ids, in order of first use.</param>
/// <param name="Calls">In order of time.</param>
/// <param name="FirstModelCostUsd">What all calls would cost at the first model's price: the way of old, kept for scripts.</param>
public sealed record SessionDetail(
    string Client, string SessionId, string? Project, IReadOnlyList<string> ModelIds, IReadOnlyList<SessionCall> Calls, decimal? FirstModelCostUsd)
{
    /// <summary>What the calls were billed at.</summary>
    public IReadOnlyList<AppliedPrice> Prices { get; init; } = [];

    /// <summary>The sum of the calls, each at its own model's price; null when none has one.</summary>
    public decimal? CostUsd => Calls.Any(call => call.CostUsd is not null) ? Calls.Sum(call => call.CostUsd ?? 0) : null;

    /// <summary>The sessions whose id is, or begins with, a text; by client and id.</summary>
    public static IReadOnlyList<SessionDetail> Find(ScanResult scan, string id, CostMode mode, ModelCatalog models, PriceDate priceDate = PriceDate.Now)
    {
        var pricing = new CallPricing(scan, models, mode, priceDate);
        var calls = new List<(int Source, UsageEvent Event)>();
        ReportQuery query = new([]) { Filter = new UsageFilter { Session = new NamePattern(id + "*") } };
        EventSelection.Visit(scan, query, models, (int source, in UsageEvent call) => calls.Add((source, call)));
        SessionDetail[] found =
        [
            .. calls.GroupBy(call => (call.Source, call.Event.Session))
                .Select(session => Of(scan, session.Key.Source, [.. session.Select(call => call.Event).OrderBy(call => call.TimestampMs)], pricing))
                .OrderBy(session => session.Client, StringComparer.Ordinal).ThenBy(session => session.SessionId, StringComparer.Ordinal),
        ];
        SessionDetail[] exact = [.. found.Where(session => session.SessionId.Equals(id, StringComparison.OrdinalIgnoreCase))];
        return exact.Length > 0 ? exact : found;
    }

    private static SessionDetail Of(ScanResult scan, int source, UsageEvent[] events, CallPricing pricing)
    {
        NameTable names = scan.Names;
        PriceMatch? first = pricing.PriceOf(events[0]);
        var buckets = new PriceBuckets(pricing);
        foreach (ref readonly UsageEvent call in events.AsSpan()) buckets.Add(row: 0, source, call);
        return new SessionDetail(
            scan.Sources[source].Source.Id,
            names[events[0].Session] ?? "unknown",
            events.Select(call => names[call.Project]).FirstOrDefault(project => project is not null),
            [.. events.Select(call => names[call.Model]).OfType<string>().Distinct(StringComparer.Ordinal)],
            [.. events.Select(call => CallOf(call))],
            first is null ? null : events.Sum(call => first.Cost(call.Tokens, call.Class, CallPricing.BandOf(first, call), call.WebSearches)))
        {
            Prices = AppliedPrice.Merge(buckets.All.Select(bucket => bucket.Applied(names))),
        };

        SessionCall CallOf(UsageEvent call) => new(
            call.TimestampMs, names[call.Model], names[call.Agent], call.Tokens, call.Messages, pricing.CostOf(source, call));
    }
}
