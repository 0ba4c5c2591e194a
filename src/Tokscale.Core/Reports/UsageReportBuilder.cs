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
    private readonly PriceBuckets _buckets;

    private UsageReportBuilder(ReportQuery query, ScanResult scan, ModelCatalog models)
    {
        _query = query;
        _models = models;
        _scan = scan;
        _periods = new TimeBuckets(query.Zone, query.WeekStart);
        _buckets = new PriceBuckets(new CallPricing(scan, models, query.CostMode, query.PriceDate));
        _rows = new RowKeys(query, scan, _periods, models.ReadableName);
    }

    public static UsageReport Build(ReportQuery query, ScanResult scan, ModelCatalog models) =>
        // A project may be looked for on the disk, and what was found is kept for one thread.
        Build(query, scan, models, query.ProjectOf is null ? Environment.ProcessorCount : 1);

    /// <param name="query">What to add up, and by which keys.</param>
    /// <param name="scan">The calls.</param>
    /// <param name="models">How models are named and priced.</param>
    /// <param name="workerCount">Threads that share the calls; the report is the same for any number.</param>
    internal static UsageReport Build(ReportQuery query, ScanResult scan, ModelCatalog models, int workerCount)
    {
        CallRange[] ranges = CallRange.Of(scan, EventSelection.FilterOf(scan, query, models)).Split(workerCount);
        var builders = new UsageReportBuilder[ranges.Length];
        Workers.ForEach(ranges.Length, ranges.Length, index =>
        {
            var builder = builders[index] = new UsageReportBuilder(query, scan, models);
            EventSelection.Visit(ranges[index], EventSelection.FilterOf(scan, query, models), builder.Add);
        });
        foreach (UsageReportBuilder later in builders.AsSpan(1)) builders[0].Take(later);
        return builders[0].Finish();
    }

    /// <summary>Adds what another has of the calls behind these.</summary>
    private void Take(UsageReportBuilder later)
    {
        foreach (UsageBucket bucket in later._buckets.All) _buckets.Add(_rows.RowOf(later._rows, bucket.Key.Row), bucket);
    }

    private void Add(int source, in UsageEvent call) => _buckets.Add(_rows.RowOf(source, call), source, call);

    private UsageReport Finish()
    {
        var composer = new UsageRowComposer(_query, _scan, _rows, _models.ReadableName);
        var rows = new List<UsageReportRow>();
        foreach (IGrouping<int, UsageBucket> row in _buckets.All.GroupBy(bucket => bucket.Key.Row)) rows.Add(composer.Compose(row.Key, [.. row]));
        rows = new RowArrangement(_query).Arrange(rows);
        UsageFigures totals = rows.Aggregate(UsageFigures.Zero, (sum, row) => sum + row.Figures);
        return new UsageReport(_query, rows, totals, UnpricedModel.Of(rows.SelectMany(row => row.Prices)), Covered());
    }

    private DateRange Covered() => _buckets.All.Count == 0
        ? default
        : new DateRange(_periods.DayOf(_buckets.All.Min(bucket => bucket.FirstMs)), _periods.DayOf(_buckets.All.Max(bucket => bucket.LastMs)));
}
