using Tokscale.Core.Scanning;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Reports;

/// <summary>
/// Cuts usage into billing windows. A window begins at the full hour of its first call and lasts a fixed time; the next call
/// after its end, or after a pause as long as a window, begins a new one. Pauses longer than a window are gaps.
/// </summary>
public sealed class BlockBuilder
{
    private const long HourMs = 3_600_000;

    private readonly long _lengthMs;
    private readonly long _nowMs;
    private readonly NameTable _names;
    private readonly List<long> _times = [];
    private List<Window> _windows = [];
    private readonly PriceBuckets _buckets;

    private BlockBuilder(TimeSpan length, DateTimeOffset now, NameTable names, CallPricing pricing)
    {
        _lengthMs = (long)length.TotalMilliseconds;
        _nowMs = now.ToUnixTimeMilliseconds();
        _names = names;
        _buckets = new PriceBuckets(pricing);
    }

    /// <summary>All windows.</summary>
    /// <param name="scan">The logs.</param>
    /// <param name="query">Which calls count.</param>
    /// <param name="models">Prices.</param>
    /// <param name="length">Length of a window.</param>
    /// <param name="now">Decides which window is active.</param>
    /// <returns>Windows and gaps in order of time.</returns>
    public static IReadOnlyList<UsageBlock> Build(ScanResult scan, ReportQuery query, ModelCatalog models, TimeSpan length, DateTimeOffset now)
    {
        BlockBuilder builder = Cut(scan, query, models, length, now);
        // Twice through the calls is cheaper than keeping them.
        EventSelection.Visit(scan, query, models, builder.Add);
        return builder.Blocks();
    }

    /// <summary>
    /// The window that is active now, null when there is none. Only its own calls are priced: a prompt asks for it again and
    /// again.
    /// </summary>
    /// <inheritdoc cref="Build"/>
    public static UsageBlock? Active(ScanResult scan, ReportQuery query, ModelCatalog models, TimeSpan length, DateTimeOffset now)
    {
        BlockBuilder builder = Cut(scan, query, models, length, now);
        if (builder._windows.Count == 0 || !builder.IsActive(builder._windows[^1])) return null;
        Window last = builder._windows[^1];
        builder._windows = [last];
        EventSelection.Visit(scan, query, models, (int source, in UsageEvent call) =>
        {
            if (call.TimestampMs >= last.FirstCallMs) builder.Add(source, call);
        });
        return builder.Blocks()[0];
    }

    private static BlockBuilder Cut(ScanResult scan, ReportQuery query, ModelCatalog models, TimeSpan length, DateTimeOffset now)
    {
        var builder = new BlockBuilder(length, now, scan.Names, new CallPricing(scan, models, query.CostMode, query.PriceDate));
        EventSelection.Visit(scan, query, models, (int _, in UsageEvent call) => builder._times.Add(call.TimestampMs));
        builder.Cut();
        return builder;
    }

    private void Cut()
    {
        _times.Sort();
        for (int first = 0; first < _times.Count;)
        {
            long startMs = _times[first] - Modulo(_times[first], HourMs);
            int end = first + 1;
            while (end < _times.Count && _times[end] - startMs <= _lengthMs && _times[end] - _times[end - 1] <= _lengthMs) end++;
            _windows.Add(new Window(startMs, _times[first], _times[end - 1], end - first));
            first = end;
        }
    }

    private bool IsActive(Window window) => _nowMs < window.StartMs + _lengthMs && _nowMs - window.LastCallMs < _lengthMs;

    private static long Modulo(long value, long divisor) => (value % divisor + divisor) % divisor;

    private void Add(int source, in UsageEvent call) => _buckets.Add(WindowOf(call.TimestampMs), source, call);

    // Windows follow one another, so it is the last that begins before the call.
    private int WindowOf(long timeMs)
    {
        int low = 0, high = _windows.Count - 1;
        while (low < high)
        {
            int middle = (low + high + 1) / 2;
            if (_windows[middle].FirstCallMs <= timeMs) low = middle;
            else high = middle - 1;
        }
        return low;
    }

    private List<UsageBlock> Blocks()
    {
        ILookup<int, UsageBucket> buckets = _buckets.All.ToLookup(bucket => bucket.Key.Row);
        var blocks = new List<UsageBlock>();
        for (int index = 0; index < _windows.Count; index++)
        {
            Window window = _windows[index];
            blocks.Add(BlockOf(window, buckets[index].OrderBy(bucket => bucket.FirstMs)));
            if (index + 1 < _windows.Count && _windows[index + 1].FirstCallMs - window.LastCallMs > _lengthMs)
                blocks.Add(new UsageBlock { StartMs = window.LastCallMs + _lengthMs, EndMs = _windows[index + 1].FirstCallMs, IsGap = true });
        }
        return blocks;
    }

    private UsageBlock BlockOf(Window window, IEnumerable<UsageBucket> buckets)
    {
        IReadOnlyList<AppliedPrice> prices = AppliedPrice.Merge(buckets.Select(bucket => bucket.Applied(_names)));
        return new UsageBlock
        {
            StartMs = window.StartMs,
            EndMs = window.StartMs + _lengthMs,
            FirstCallMs = window.FirstCallMs,
            LastCallMs = window.LastCallMs,
            IsActive = IsActive(window),
            CallCount = window.CallCount,
            Prices = prices,
            ModelIds = [.. prices.Select(price => price.ModelId).OfType<string>().Distinct(StringComparer.Ordinal)],
        };
    }

    private readonly record struct Window(long StartMs, long FirstCallMs, long LastCallMs, int CallCount);
}
