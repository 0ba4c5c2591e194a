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
    private readonly List<PricedCall> _calls = [];

    private BlockBuilder(TimeSpan length, DateTimeOffset now, NameTable names)
    {
        _lengthMs = (long)length.TotalMilliseconds;
        _nowMs = now.ToUnixTimeMilliseconds();
        _names = names;
    }

    /// <param name="scan">The logs.</param>
    /// <param name="query">Which calls count.</param>
    /// <param name="models">Prices.</param>
    /// <param name="length">Length of a window.</param>
    /// <param name="now">Decides which window is active.</param>
    /// <returns>Windows and gaps in order of time.</returns>
    public static IReadOnlyList<UsageBlock> Build(ScanResult scan, ReportQuery query, ModelCatalog models, TimeSpan length, DateTimeOffset now)
    {
        var builder = new BlockBuilder(length, now, scan.Names);
        var pricing = new CallPricing(scan, models, query.CostMode);
        EventSelection.Visit(scan, query, models, (int source, in UsageEvent call) =>
            builder._calls.Add(new PricedCall(call.TimestampMs, call.Tokens, call.Model, pricing.CostOf(source, call))));
        return builder.Cut();
    }

    private List<UsageBlock> Cut()
    {
        PricedCall[] calls = [.. _calls.OrderBy(call => call.TimeMs)];
        var blocks = new List<UsageBlock>();
        for (int first = 0; first < calls.Length;)
        {
            long startMs = calls[first].TimeMs - Modulo(calls[first].TimeMs, HourMs);
            int end = first + 1;
            while (end < calls.Length && calls[end].TimeMs - startMs <= _lengthMs && calls[end].TimeMs - calls[end - 1].TimeMs <= _lengthMs) end++;
            blocks.Add(BlockOf(startMs, calls.AsSpan(first, end - first)));
            if (end < calls.Length && calls[end].TimeMs - calls[end - 1].TimeMs > _lengthMs)
                blocks.Add(new UsageBlock { StartMs = calls[end - 1].TimeMs + _lengthMs, EndMs = calls[end].TimeMs, IsGap = true });
            first = end;
        }
        return blocks;
    }

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
            IsActive = _nowMs < startMs + _lengthMs && _nowMs - calls[^1].TimeMs < _lengthMs,
            CallCount = calls.Length,
            Tokens = tokens,
            CostUsd = hasCost ? costUsd : null,
            UnpricedTokens = unpricedTokens,
            ModelIds = models,
        };
    }

    private readonly record struct PricedCall(long TimeMs, TokenCounts Tokens, NameId Model, decimal? CostUsd);
}
