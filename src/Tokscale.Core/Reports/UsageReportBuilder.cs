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
    private readonly Dictionary<(NameId Model, NameId Provider), PriceMatch?> _prices = [];
    private UsageBucket? _last;

    private UsageReportBuilder(ReportQuery query, ScanResult scan, ModelCatalog models)
    {
        _query = query;
        _models = models;
        _scan = scan;
        _periods = new TimeBuckets(query.Zone, query.WeekStart);
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
        if (_last is null || _last.Key != key) _last = BucketOf(key);
        _last.Add(call);
    }

    private UsageBucketKey KeyOf(int source, in UsageEvent call)
    {
        PriceMatch? price = PriceOf(call);
        bool usesLoggedCost = UsesLoggedCost(source, call, price);
        bool isPriced = price is not null && !usesLoggedCost;
        return new UsageBucketKey(
            _rows.RowOf(source, call), source, call.Model, call.Provider,
            isPriced ? call.Class : default,
            isPriced && !call.Class.IsAggregate ? price!.Card.BandOf(call.Tokens.PromptTotal) : 0,
            usesLoggedCost,
            IsWithoutCost: _query.CostMode is CostMode.Display && !usesLoggedCost);
    }

    private bool UsesLoggedCost(int source, in UsageEvent call, PriceMatch? price) => _query.CostMode switch
    {
        CostMode.Calculate => false,
        CostMode.Display => call.LoggedCostUsd is not null,
        _ when call.LoggedCostUsd is null => false,
        // A log may state a cost and no tokens, or know a model that we do not.
        _ when call.LoggedCostUsd > 0 && (price is null || call.Tokens.IsZero) => true,
        _ => _scan.Sources[source].Source.BillsByLoggedCost && (price is null || call.LoggedCostUsd > 0),
    };

    private PriceMatch? PriceOf(in UsageEvent call)
    {
        (NameId, NameId) key = (call.Model, call.Provider);
        if (_prices.TryGetValue(key, out PriceMatch? price)) return price;
        price = _scan.Names[call.Model] is { } model ? _models.FindPrice(model, _scan.Names[call.Provider]) : null;
        _prices.Add(key, price);
        return price;
    }

    private UsageBucket BucketOf(in UsageBucketKey key)
    {
        ref UsageBucket? bucket = ref CollectionsMarshal.GetValueRefOrAddDefault(_buckets, key, out _);
        return bucket ??= new UsageBucket(key, _prices[(key.Model, key.Provider)]);
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
