using Tokscale.Core.Json;
using Tokscale.Core.Sources.Shared;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Buzz;

/// <summary>Counters of a turn, or of a session up to a turn. What is not told is 0.</summary>
/// <param name="Input">Holds both caches.</param>
/// <param name="Output">All that the model wrote.</param>
/// <param name="CacheRead">Part of the input.</param>
/// <param name="CacheWrite">Part of the input.</param>
internal readonly record struct BuzzCounts(long Input, long Output, long CacheRead, long CacheWrite)
{
    /// <summary>Reads the object; null for anything else, and where no counter is told.</summary>
    public static BuzzCounts? Read(ref JsonCursor json)
    {
        if (!json.TryBeginObject()) return null;
        long? input = null, output = null, cacheRead = null, cacheWrite = null;
        while (json.TryReadName(out JsonText name))
        {
            if (name.Is("inputTokens"u8)) input = json.ReadCount();
            else if (name.Is("outputTokens"u8)) output = json.ReadCount();
            else if (name.Is("cacheReadTokens"u8)) cacheRead = json.ReadCount();
            else if (name.Is("cacheWriteTokens"u8)) cacheWrite = json.ReadCount();
            else json.SkipValue();
        }
        return (input ?? output ?? cacheRead ?? cacheWrite) is null ? null
            : new BuzzCounts(input ?? 0, output ?? 0, cacheRead ?? 0, cacheWrite ?? 0);
    }

    /// <summary>What was added since; a counter that went down added nothing.</summary>
    public BuzzCounts Since(BuzzCounts earlier) => new(
        Math.Max(0, Input - earlier.Input), Math.Max(0, Output - earlier.Output),
        Math.Max(0, CacheRead - earlier.CacheRead), Math.Max(0, CacheWrite - earlier.CacheWrite));

    public BuzzCounts Plus(BuzzCounts other) => new(
        Input + other.Input, Output + other.Output, CacheRead + other.CacheRead, CacheWrite + other.CacheWrite);

    public TokenCounts ToTokens() => InclusiveTokens.Split(Input, CacheRead, CacheWrite, Output, reasoning: 0);
}
