using System.Runtime.InteropServices;
using Tokscale.Core.Pricing;
using Tokscale.Core.Scanning;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Reports;

/// <summary>
/// Adds up the events of a scan by the keys of a query. Tokens are summed exactly by everything that decides their price;
/// prices are applied once to the sums, in decimal, so the result does not depend on the order of the events.
/// </summary>
public sealed class UsageReportBuilder
{
    private readonly ReportQuery _query;
    private readonly ModelCatalog _models;
    private readonly ScanResult _scan;
    private readonly TimeBuckets _periods;
    private readonly RowKeys _rows;
    private readonly Dictionary<UsageBucketKey, UsageBucket> _buckets = [];
    private readonly CallPricing _pricing;
    private UsageBucket? _last;

    private UsageReportBuilder(ReportQuery query, ScanResult scan, ModelCatalog models)
    {
        _query = query;
        _models = models;
        _scan = scan;
        _periods = new TimeBuckets(query.Zone, query.WeekStart);
        _pricing = new CallPricing(scan, models, query.CostMode);
        _rows = new RowKeys(query, scan, _periods, models.ReadableName);
    }

    public static UsageReport Build(ReportQuery query, ScanResult scan, ModelCatalog models)
    {
        var builder = new UsageReportBuilder(query, scan, models);
        EventSelection.Visit(scan, query, models, builder.Add);
        return builder.Finish();
    }

    private void Add(int source, in UsageEvent call)
    {
        UsageBucketKey key = KeyOf(source, call);
        if (_last is null || _last.Key != key) _last = BucketOf(key, call);
        _last.Add(call);
    }

    private UsageBucketKey KeyOf(int source, in UsageEvent call)
    {
        bool usesLoggedCost = _pricing.UsesLoggedCost(source, call);
        PriceMatch? price = usesLoggedCost ? null : _pricing.PriceOf(call);
        return new UsageBucketKey(
            _rows.RowOf(source, call), source, call.Model, call.Provider,
            price is null ? default : call.Class,
            price is null ? 0 : CallPricing.BandOf(price, call),
            usesLoggedCost,
            _pricing.IsWithoutCost(call));
    }

    private UsageBucket BucketOf(in UsageBucketKey key, in UsageEvent call)
    {
        ref UsageBucket? bucket = ref CollectionsMarshal.GetValueRefOrAddDefault(_buckets, key, out _);
        return bucket ??= new UsageBucket(key, _pricing.PriceOf(call));
    }

    private UsageReport Finish()
    {
        var composer = new UsageRowComposer(_query, _scan, _rows, _models.ReadableName);
        List<UsageReportRow> rows = [.. _buckets.Values.GroupBy(bucket => bucket.Key.Row).Select(row => composer.Compose(row.Key, [.. row]))];
        rows = new RowArrangement(_query).Arrange(rows);
        UsageFigures totals = rows.Aggregate(UsageFigures.Zero, (sum, row) => sum + row.Figures);
        return new UsageReport(_query, rows, totals, UnpricedModels(), Covered());
    }

    private List<UnpricedModel> UnpricedModels() =>
    [
        .. _buckets.Values
            .Where(bucket => bucket.CostUsd() is null)
            .GroupBy(bucket => bucket.Key.Model)
            .Select(group => new UnpricedModel(
                _scan.Names[group.Key] ?? "unknown",
                group.Aggregate(0L, (sum, bucket) => TokenSums.Add(sum, TokenSums.Total(bucket.Tokens)))))
            .Where(model => model.Tokens > 0)
            .OrderByDescending(model => model.Tokens)
            .ThenBy(model => model.ModelId, StringComparer.Ordinal),
    ];

    private DateRange Covered() => _buckets.Count == 0
        ? default
        : new DateRange(_periods.DayOf(_buckets.Values.Min(bucket => bucket.FirstMs)), _periods.DayOf(_buckets.Values.Max(bucket => bucket.LastMs)));
}
