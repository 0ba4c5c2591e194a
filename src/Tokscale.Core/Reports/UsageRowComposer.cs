using Tokscale.Core.Scanning;

namespace Tokscale.Core.Reports;

/// <summary>Turns the buckets of a row into what a report shows.</summary>
internal sealed class UsageRowComposer(ReportQuery query, ScanResult scan, RowKeys rows, Func<string, string> readableName)
{
    public UsageReportRow Compose(int row, UsageBucket[] buckets)
    {
        Array.Sort(buckets, ByFirstUse);
        int[] parts = rows.PartsOf(row);
        IReadOnlyList<AppliedPrice> prices = buckets.Length == 1
            ? [buckets[0].Applied(scan.Names)]
            : AppliedPrice.Merge(buckets.Select(bucket => bucket.Applied(scan.Names)));
        List<string> modelIds = [.. buckets.Select(bucket => scan.Names[bucket.Key.Model]).OfType<string>().Distinct(StringComparer.Ordinal)];
        return new UsageReportRow
        {
            Keys = [.. query.Groups.Select((key, index) => rows.NameOf(key, parts[index]))],
            Periods = [.. query.Groups.Select((key, index) => key.IsPeriod() ? parts[index] : 0)],
            Figures = prices.Select(price => price.Figures).Aggregate((a, b) => a + b),
            Prices = prices,
            Clients = [.. buckets.Select(bucket => bucket.Key.Source).Distinct().Order().Select(source => scan.Sources[source].Source.Id)],
            Providers =
            [
                .. buckets.Select(bucket => scan.Names[bucket.Key.Provider]).OfType<string>()
                    .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
            ],
            Models = [.. modelIds.Select(readableName).Distinct(StringComparer.Ordinal)],
            ModelIds = modelIds,
            Project = scan.Names[buckets[0].Project],
            FirstMs = buckets.Min(bucket => bucket.FirstMs),
            LastMs = buckets.Max(bucket => bucket.LastMs),
        };
    }

    private int ByFirstUse(UsageBucket a, UsageBucket b)
    {
        int byTime = a.FirstMs.CompareTo(b.FirstMs);
        return byTime != 0 ? byTime : string.CompareOrdinal(scan.Names[a.Key.Model], scan.Names[b.Key.Model]);
    }
}
