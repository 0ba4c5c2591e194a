using Tokscale.Core.Json;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Shared.Messages;

/// <summary>A <c>tokens</c> block as it was logged. Whether output holds the reasoning is not told by the block alone.</summary>
public struct MessageTokens
{
    public long Input, Output, Reasoning, CacheRead, CacheWrite;

    /// <summary>The provider's own sum; 0 when it is not logged.</summary>
    public long Total;

    /// <summary>The sum of the counts without <see cref="Reasoning"/>.</summary>
    public readonly long SumWithoutReasoning => Input + Output + CacheRead + CacheWrite;

    /// <summary>The counts as they are: reasoning was logged beside output.</summary>
    public readonly TokenCounts WithReasoningBeside() => new(Input, Output, CacheRead, CacheWrite, 0, Reasoning);

    /// <summary>The counts with reasoning taken out of output.</summary>
    public readonly TokenCounts WithReasoningInside()
    {
        long reasoning = Math.Min(Reasoning, Output);
        return new TokenCounts(Input, Output - reasoning, CacheRead, CacheWrite, 0, Reasoning);
    }

    /// <summary>Reads the next value, if it is a block.</summary>
    /// <param name="json">Stands before the value.</param>
    /// <param name="isLoose">Numbers inside strings count.</param>
    public static MessageTokens Read(ref JsonCursor json, bool isLoose = false)
    {
        var tokens = default(MessageTokens);
        if (!json.TryBeginObject()) return tokens;
        while (json.TryReadName(out JsonText name))
        {
            if (name.Is("input"u8)) tokens.Input = ReadCount(ref json, isLoose);
            else if (name.Is("output"u8)) tokens.Output = ReadCount(ref json, isLoose);
            else if (name.Is("reasoning"u8)) tokens.Reasoning = ReadCount(ref json, isLoose);
            else if (name.Is("total"u8)) tokens.Total = ReadCount(ref json, isLoose);
            else if (name.Is("cache"u8)) tokens.ReadCache(ref json, isLoose);
            else json.SkipValue();
        }
        return tokens;
    }

    private void ReadCache(ref JsonCursor json, bool isLoose)
    {
        (CacheRead, CacheWrite) = (0, 0);
        if (!json.TryBeginObject()) return;
        while (json.TryReadName(out JsonText name))
        {
            if (name.Is("read"u8)) CacheRead = ReadCount(ref json, isLoose);
            else if (name.Is("write"u8)) CacheWrite = ReadCount(ref json, isLoose);
            else json.SkipValue();
        }
    }

    private static long ReadCount(ref JsonCursor json, bool isLoose) => (isLoose ? json.ReadLooseCount() : json.ReadCount()) ?? 0;
}
