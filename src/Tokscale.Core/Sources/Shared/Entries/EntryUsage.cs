using Tokscale.Core.Json;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Shared.Entries;

/// <summary>A <c>usage</c> as logged. Input and caches are disjoint; output holds reasoning.</summary>
internal readonly record struct EntryUsage(long Input, long Output, long CacheRead, long CacheWrite, long Total, long Reasoning)
{
    /// <summary>What of the cache writes is kept for an hour.</summary>
    public long CacheWrite1h { get; init; }

    /// <summary>Cost in US dollars as logged; null when there is none.</summary>
    public decimal? CostUsd { get; init; }

    /// <summary>Reads the object; null for anything else.</summary>
    public static EntryUsage? Read(ref JsonCursor json, bool isLoose)
    {
        if (!json.TryBeginObject()) return null;
        long input = 0, output = 0, cacheRead = 0, cacheWrite = 0, written1h = 0, total = 0, reasoning = 0;
        decimal? costUsd = null;
        while (json.TryReadName(out JsonText name))
        {
            if (name.Is("input"u8)) input = Count(ref json, isLoose);
            else if (name.Is("output"u8)) output = Count(ref json, isLoose);
            else if (name.Is("cacheRead"u8)) cacheRead = Count(ref json, isLoose);
            else if (name.Is("cacheWrite"u8)) cacheWrite = Count(ref json, isLoose);
            else if (name.Is("cacheWrite1h"u8)) written1h = Count(ref json, isLoose);
            else if (name.Is("cttl"u8)) written1h = ReadWritten1h(ref json, isLoose);
            else if (name.Is("totalTokens"u8)) total = Count(ref json, isLoose);
            else if (IsReasoning(name)) reasoning = Count(ref json, isLoose);
            else if (name.Is("cost"u8)) costUsd = ReadCost(ref json, isLoose);
            else json.SkipValue();
        }
        return new EntryUsage(input, output, cacheRead, cacheWrite, total, reasoning) { CacheWrite1h = written1h, CostUsd = costUsd };
    }

    /// <summary>Disjoint counts.</summary>
    /// <param name="countsBareTotals">See <see cref="EntryFormat.CountsBareTotals"/>.</param>
    public TokenCounts ToTokens(bool countsBareTotals)
    {
        bool isBareTotal = countsBareTotals && (Input | Output | CacheRead | CacheWrite) == 0;
        long output = isBareTotal ? Total : Output;
        // One provider's adapter once left what was cached in the input; only the total shows it.
        bool isCachedInside = CacheRead > 0 && Input >= CacheRead && Total == Input + Output + CacheWrite;
        long reasoning = Math.Min(Reasoning, output);
        long written1h = Math.Min(CacheWrite1h, CacheWrite);
        return new TokenCounts(isCachedInside ? Input - CacheRead : Input, output - reasoning, CacheRead, CacheWrite, written1h, reasoning);
    }

    /// <summary>What is left without another usage; no count below 0.</summary>
    public EntryUsage Without(in EntryUsage part) => this with
    {
        Input = Math.Max(0, Input - part.Input),
        Output = Math.Max(0, Output - part.Output),
        CacheRead = Math.Max(0, CacheRead - part.CacheRead),
        CacheWrite = Math.Max(0, CacheWrite - part.CacheWrite),
        Total = 0,
        CostUsd = null,
    };

    /// <summary>Both together; the total and the cost are left out.</summary>
    public EntryUsage With(in EntryUsage other) => new(
        Input + other.Input, Output + other.Output, CacheRead + other.CacheRead, CacheWrite + other.CacheWrite, 0, Reasoning + other.Reasoning);

    /// <summary>Input, output and caches are equal.</summary>
    public bool HasCountsOf(in EntryUsage other) =>
        (Input, Output, CacheRead, CacheWrite) == (other.Input, other.Output, other.CacheRead, other.CacheWrite);

    private static bool IsReasoning(scoped in JsonText name) =>
        name.Is("reasoning"u8) || name.Is("reasoningTokens"u8) || name.Is("reasoningOutput"u8) || name.Is("outputReasoning"u8);

    /// <summary>Cache writes by how long they are kept, as <c>{"ephemeral5m":1,"ephemeral1h":2}</c>.</summary>
    private static long ReadWritten1h(ref JsonCursor json, bool isLoose)
    {
        long count = 0;
        if (!json.TryBeginObject()) return 0;
        while (json.TryMoveTo("ephemeral1h"u8)) count = Count(ref json, isLoose);
        return count;
    }

    private static decimal? ReadCost(ref JsonCursor json, bool isLoose)
    {
        decimal? total = null;
        if (!json.TryBeginObject()) return null;
        while (json.TryMoveTo("total"u8)) total = isLoose ? json.ReadLooseMoney() : json.ReadMoney();
        return total;
    }

    private static long Count(ref JsonCursor json, bool isLoose) => (isLoose ? json.ReadLooseCount() : json.ReadCount()) ?? 0;
}
