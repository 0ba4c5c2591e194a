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

    private BlockBuilder(TimeSpan length, DateTimeOffset now, NameTable names)
    {
        _lengthMs = (long)length.TotalMilliseconds;
        _nowMs = now.ToUnixTimeMilliseconds();
        _names = names;
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
        var builder = new BlockBuilder(length, now, scan.Names);
        List<Window> windows = builder.Cut(TimesOf(scan, query, models));
        PricedCall[] calls = CallsSince(long.MinValue, scan, query, models);
        var blocks = new List<UsageBlock>();
        for (int index = 0; index < windows.Count; index++)
        {
            Window window = windows[index];
            blocks.Add(builder.BlockOf(window.StartMs, calls.AsSpan(window.First, window.End - window.First)));
            bool isGapNext = index + 1 < windows.Count && calls[window.End].TimeMs - calls[window.End - 1].TimeMs > builder._lengthMs;
            if (isGapNext)
                blocks.Add(new UsageBlock { StartMs = calls[window.End - 1].TimeMs + builder._lengthMs, EndMs = calls[window.End].TimeMs, IsGap = true });
        }
        return blocks;
    }

    /// <summary>
    /// The window that is active now, null when there is none. Only its own calls are priced: a prompt asks for it again and
    /// again.
    /// </summary>
    /// <inheritdoc cref="Build"/>
    public static UsageBlock? Active(ScanResult scan, ReportQuery query, ModelCatalog models, TimeSpan length, DateTimeOffset now)
    {
        var builder = new BlockBuilder(length, now, scan.Names);
        long[] times = TimesOf(scan, query, models);
        if (times.Length == 0 || !builder.IsRecent(times[^1])) return null;
        Window last = builder.Cut(times)[^1];
        UsageBlock block = builder.BlockOf(last.StartMs, CallsSince(times[last.First], scan, query, models));
        return block.IsActive ? block : null;
    }

    private static long[] TimesOf(ScanResult scan, ReportQuery query, ModelCatalog models)
    {
        var times = new List<long>(scan.Sources.Sum(source => source.Events.Count));
        EventSelection.Visit(scan, query, models, (int _, in UsageEvent call) => times.Add(call.TimestampMs));
        times.Sort();
        return [.. times];
    }

    private static PricedCall[] CallsSince(long sinceMs, ScanResult scan, ReportQuery query, ModelCatalog models)
    {
        var pricing = new CallPricing(scan, models, query.CostMode);
        var calls = new List<PricedCall>();
        EventSelection.Visit(scan, query, models, (int source, in UsageEvent call) =>
        {
            if (call.TimestampMs >= sinceMs)
                calls.Add(new PricedCall(call.TimestampMs, call.Tokens, call.Model, pricing.CostOf(source, call)));
        });
        return [.. calls.OrderBy(call => call.TimeMs)];
    }

    private List<Window> Cut(ReadOnlySpan<long> times)
    {
        var windows = new List<Window>();
        for (int first = 0; first < times.Length;)
        {
            long startMs = times[first] - Modulo(times[first], HourMs);
            int end = first + 1;
            while (end < times.Length && times[end] - startMs <= _lengthMs && times[end] - times[end - 1] <= _lengthMs) end++;
            windows.Add(new Window(startMs, first, end));
            first = end;
        }
        return windows;
    }

    private bool IsRecent(long lastCallMs) => _nowMs - lastCallMs < _lengthMs;

    private static long Modulo(long value, long divisor) => (value % divisor + divisor) % divisor;

    private UsageBlock BlockOf(long startMs, ReadOnlySpan<PricedCall> calls)
    {
        var tokens = default(TokenCounts);
        decimal costUsd = 0;
        bool hasCost = false;
        long unpricedTokens = 0;
        var models = new List<string>();
        foreach (PricedCall call in calls)
        {
            tokens = TokenSums.Add(tokens, call.Tokens);
            hasCost |= call.CostUsd is not null;
            costUsd += call.CostUsd ?? 0;
            if (call.CostUsd is null) unpricedTokens = TokenSums.Add(unpricedTokens, TokenSums.Total(call.Tokens));
            if (_names[call.Model] is { } model && !models.Contains(model)) models.Add(model);
        }
        return new UsageBlock
        {
            StartMs = startMs,
            EndMs = startMs + _lengthMs,
            FirstCallMs = calls[0].TimeMs,
            LastCallMs = calls[^1].TimeMs,
            IsActive = _nowMs < startMs + _lengthMs && IsRecent(calls[^1].TimeMs),
            CallCount = calls.Length,
            Tokens = tokens,
            CostUsd = hasCost ? costUsd : null,
            UnpricedTokens = unpricedTokens,
            ModelIds = models,
        };
    }

    /// <param name="StartMs">When it begins.</param>
    /// <param name="First">Index of its first call by time.</param>
    /// <param name="End">Index behind its last call.</param>
    private readonly record struct Window(long StartMs, int First, int End);

    private readonly record struct PricedCall(long TimeMs, TokenCounts Tokens, NameId Model, decimal? CostUsd);
}
