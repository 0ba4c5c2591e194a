using Tokscale.Core.Json;
using Tokscale.Core.Sources.Shared;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Mux;

/// <summary>What a workspace used of one model: a bucket for each class, disjoint.</summary>
internal struct MuxTotals
{
    public TokenCounts Tokens;

    /// <summary>Null when no bucket has a cost.</summary>
    public decimal? CostUsd;

    public static MuxTotals Read(ref JsonCursor json)
    {
        var totals = default(MuxTotals);
        if (!json.TryBeginObject()) return totals;
        while (json.TryReadName(out JsonText name))
        {
            if (name.Is("input"u8)) totals.Tokens = totals.Tokens with { Input = totals.ReadBucket(ref json) };
            else if (name.Is("cached"u8)) totals.Tokens = totals.Tokens with { CacheRead = totals.ReadBucket(ref json) };
            else if (name.Is("cacheCreate"u8)) totals.Tokens = totals.Tokens with { CacheWrite = totals.ReadBucket(ref json) };
            else if (name.Is("output"u8)) totals.Tokens = totals.Tokens with { Output = totals.ReadBucket(ref json) };
            else if (name.Is("reasoning"u8)) totals.Tokens = totals.Tokens with { Reasoning = totals.ReadBucket(ref json) };
            else json.SkipValue();
        }
        return totals;
    }

    private long ReadBucket(ref JsonCursor json)
    {
        long tokens = 0;
        if (!json.TryBeginObject()) return 0;
        while (json.TryReadName(out JsonText name))
        {
            if (name.Is("tokens"u8)) tokens = json.ReadLooseCount() ?? 0;
            else if (name.Is("cost_usd"u8) && json.ReadLooseMoney() is { } costUsd) CostUsd = Math.Min((CostUsd ?? 0) + costUsd, UsdMax);
            else if (!name.Is("cost_usd"u8)) json.SkipValue();
        }
        return tokens;
    }

    /// <summary>Keeps sums of damaged figures from overflowing; a cost this high counts as not stated.</summary>
    private const decimal UsdMax = 1_000_000_000_000m;
}
