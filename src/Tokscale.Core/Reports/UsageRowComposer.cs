using Tokscale.Core.Scanning;

namespace Tokscale.Core.Reports;

/// <summary>Turns the buckets of a row into what a report shows.</summary>
internal sealed class UsageRowComposer(ReportQuery query, ScanResult scan, RowKeys rows, Func<string, string> readableName)
{
    private readonly Dictionary<string, string> _readableNames = new(StringComparer.Ordinal);
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);

    public UsageReportRow Compose(int row, UsageBucket[] buckets)
    {
        Array.Sort(buckets, ByFirstUse);
        int[] parts = rows.PartsOf(row);
        IReadOnlyList<AppliedPrice> prices = buckets.Length == 1
            ? [buckets[0].Applied(scan.Names)]
            : AppliedPrice.Merge(buckets.Select(bucket => bucket.Applied(scan.Names)));
        List<string> modelIds = NamesOf(buckets, bucket => scan.Names[bucket.Key.Model]);
        List<string> providers = NamesOf(buckets, bucket => scan.Names[bucket.Key.Provider]);
        providers.Sort(StringComparer.Ordinal);
        return new UsageReportRow
        {
            Keys = [.. query.Groups.Select((key, index) => rows.NameOf(key, parts[index]))],
            Periods = [.. query.Groups.Select((key, index) => key.IsPeriod() ? parts[index] : 0)],
            Figures = SumOf(prices),
            Prices = prices,
            Clients = ClientsOf(buckets),
            Providers = providers,
            Models = NamesOf(modelIds, ReadableName),
            ModelIds = modelIds,
            Project = scan.Names[buckets[0].Project],
            FirstMs = buckets.Min(bucket => bucket.FirstMs),
            LastMs = buckets.Max(bucket => bucket.LastMs),
        };
    }

    /// <summary>In the order of the sources.</summary>
    private List<string> ClientsOf(UsageBucket[] buckets)
    {
        var sources = new SortedSet<int>();
        foreach (UsageBucket bucket in buckets) sources.Add(bucket.Key.Source);
        return [.. sources.Select(source => scan.Sources[source].Source.Id)];
    }

    private string ReadableName(string modelId)
    {
        if (!_readableNames.TryGetValue(modelId, out string? name)) _readableNames.Add(modelId, name = readableName(modelId));
        return name;
    }

    /// <summary>Each name once, in the order of the first that has it.</summary>
    private List<string> NamesOf<T>(IReadOnlyList<T> items, Func<T, string?> nameOf)
    {
        var names = new List<string>();
        _seen.Clear();
        foreach (T item in items)
        {
            if (nameOf(item) is { } name && _seen.Add(name)) names.Add(name);
        }
        return names;
    }

    private static UsageFigures SumOf(IReadOnlyList<AppliedPrice> prices)
    {
        UsageFigures sum = prices[0].Figures;
        for (int index = 1; index < prices.Count; index++) sum += prices[index].Figures;
        return sum;
    }

    private int ByFirstUse(UsageBucket a, UsageBucket b)
    {
        int byTime = a.FirstMs.CompareTo(b.FirstMs);
        return byTime != 0 ? byTime : string.CompareOrdinal(scan.Names[a.Key.Model], scan.Names[b.Key.Model]);
    }
}
