using System.Runtime.InteropServices;
using Tokscale.Core.Scanning;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Reports;

/// <summary>
/// Cuts usage into billing windows. A window begins at the full hour of its first call and lasts a fixed time; the next call
/// after its end, or after a pause as long as a window, begins a new one. Pauses longer than a window are gaps.
/// </summary>
public sealed class BlockBuilder
{
    private const long HourMs = 3_600_000, YearMs = 366 * 24 * HourMs;

    private readonly long _lengthMs;
    private readonly long _nowMs;
    private readonly NameTable _names;
    private List<Window> _windows = [];
    private readonly PriceBuckets _buckets;

    private BlockBuilder(ScanResult scan, ReportQuery query, ModelCatalog models, TimeSpan length, DateTimeOffset now)
    {
        _lengthMs = (long)length.TotalMilliseconds;
        _nowMs = now.ToUnixTimeMilliseconds();
        _names = scan.Names;
        _buckets = new PriceBuckets(new CallPricing(scan, models, query.CostMode, query.PriceDate));
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
        var builder = new BlockBuilder(scan, query, models, length, now);
        builder.Cut(TimesOf(scan, query, models));
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
        var builder = new BlockBuilder(scan, query, models, length, now);
        builder.Cut(builder.TimesSincePause(scan, query, models));
        if (builder._windows.Count == 0 || !builder.IsActive(builder._windows[^1])) return null;
        Window last = builder._windows[^1];
        builder._windows = [last];
        EventSelection.Visit(scan, Since(query, last.FirstCallMs), models, builder.Add);
        return builder.Blocks()[0];
    }

    private static ReportQuery Since(ReportQuery query, long timeMs) => query with { Filter = query.Filter with { SinceMs = timeMs } };

    /// <summary>When the calls were made, in order.</summary>
    private static ReadOnlySpan<long> TimesOf(ScanResult scan, ReportQuery query, ModelCatalog models)
    {
        var times = new List<long>();
        EventSelection.Visit(scan, query, models, (int _, in UsageEvent call) => times.Add(call.TimestampMs));
        times.Sort();
        return CollectionsMarshal.AsSpan(times);
    }

    /// <summary>
    /// When the calls since a pause were made, in order: a pause ends any window, so nothing before it matters to the one that is
    /// active now. A prompt need not sort the calls of years.
    /// </summary>
    private ReadOnlySpan<long> TimesSincePause(ScanResult scan, ReportQuery query, ModelCatalog models)
    {
        for (long spanMs = 8 * _lengthMs; spanMs < YearMs; spanMs *= 8)
        {
            long sinceMs = _nowMs - spanMs;
            ReadOnlySpan<long> times = TimesOf(scan, Since(query, sinceMs), models);
            if (times.IsEmpty || times[0] - sinceMs > _lengthMs) return times;
            for (int index = 1; index < times.Length; index++)
                if (times[index] - times[index - 1] > _lengthMs) return times[index..];
        }
        return TimesOf(scan, query, models);
    }

    private void Cut(ReadOnlySpan<long> times)
    {
        for (int first = 0; first < times.Length;)
        {
            long startMs = times[first] - Modulo(times[first], HourMs);
            int end = first + 1;
            while (end < times.Length && times[end] - startMs <= _lengthMs && times[end] - times[end - 1] <= _lengthMs) end++;
            _windows.Add(new Window(startMs, times[first], times[end - 1], end - first));
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
