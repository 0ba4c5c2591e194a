using Tokscale.Core.Json;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Shared.Rollouts;

/// <summary>
/// Counters as they are logged: input holds what was read from and written to the cache, output holds reasoning. Copies are
/// told by these raw numbers.
/// </summary>
internal record struct RolloutUsage(long Input, long Cached, long CacheWrite, long Output, long Reasoning, long Total)
{
    /// <summary>How many counters there are.</summary>
    public const int CounterCount = 6;

    /// <summary>No component counts anything; <see cref="Total"/> may still hold a size of the context.</summary>
    public readonly bool IsZero => (Input | Cached | CacheWrite | Output | Reasoning) == 0;

    /// <summary>The components as half a key.</summary>
    public readonly ulong Link => RowKey.LinkOf([Input, Cached, CacheWrite, Output, Reasoning]);

    public readonly long[] Counters => [Input, Cached, CacheWrite, Output, Reasoning, Total];

    /// <summary>The inverse of <see cref="Counters"/>.</summary>
    public static RolloutUsage OfCounters(ReadOnlySpan<long> counters) =>
        new(counters[0], counters[1], counters[2], counters[3], counters[4], counters[5]);

    /// <summary>Reads a usage object; null for anything else.</summary>
    public static RolloutUsage? Read(ref JsonCursor json)
    {
        if (!json.TryBeginObject()) return null;
        var usage = default(RolloutUsage);
        while (json.TryReadName(out JsonText name))
        {
            if (CounterOf(name) is { } counter) usage.TrySet(counter, json.ReadCount());
            else json.SkipValue();
        }
        return usage;
    }

    /// <summary>The number of a counter; null when the name means none.</summary>
    public static int? CounterOf(scoped in JsonText name) =>
        name.Is("input_tokens"u8) ? 0
        : name.Is("cached_input_tokens"u8) ? 1
        : name.Is("cache_write_input_tokens"u8) || name.Is("cache_creation_input_tokens"u8) ? 2
        : name.Is("output_tokens"u8) ? 3
        : name.Is("reasoning_output_tokens"u8) ? 4
        : name.Is("total_tokens"u8) ? 5
        : null;

    /// <summary>Sets a counter by its number, to 0 where none is told.</summary>
    /// <returns>True when it is told.</returns>
    public bool TrySet(int counter, long? told)
    {
        long value = told ?? 0;
        switch (counter)
        {
            case 0: Input = value; break;
            case 1: Cached = value; break;
            case 2: CacheWrite = value; break;
            case 3: Output = value; break;
            case 4: Reasoning = value; break;
            case 5: Total = value; break;
        }
        return told is not null;
    }

    /// <summary>What was added since an earlier running total; a counter that went down added nothing.</summary>
    public readonly RolloutUsage Since(in RolloutUsage earlier) => new(
        Math.Max(0, Input - earlier.Input), Math.Max(0, Cached - earlier.Cached), Math.Max(0, CacheWrite - earlier.CacheWrite),
        Math.Max(0, Output - earlier.Output), Math.Max(0, Reasoning - earlier.Reasoning), Math.Max(0, Total - earlier.Total));

    /// <summary>The counters as disjoint counts.</summary>
    public readonly TokenCounts ToTokens()
    {
        long cacheRead = Math.Min(Cached, Input);
        long cacheWrite = Math.Min(CacheWrite, Input - cacheRead);
        long reasoning = Math.Min(Reasoning, Output);
        return new TokenCounts(Input - cacheRead - cacheWrite, Output - reasoning, cacheRead, cacheWrite, 0, reasoning);
    }

    /// <summary>The identity of a row: its running total and its last usage.</summary>
    public static UInt128 KeyOf(in RolloutUsage? total, in RolloutUsage? last)
    {
        RolloutUsage t = total ?? default, l = last ?? default;
        long presence = (total is null ? 0 : 1) | (last is null ? 0 : 2);
        return RowKey.Of([
            presence, t.Input, t.Cached, t.CacheWrite, t.Output, t.Reasoning, t.Total,
            l.Input, l.Cached, l.CacheWrite, l.Output, l.Reasoning, l.Total]);
    }
}
