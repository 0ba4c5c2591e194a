using Tokscale.Core.Json;
using Tokscale.Core.Sources.Shared;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Copilot;

/// <summary>Counts as Copilot logs them: input with the caches, output with the reasoning.</summary>
internal struct CopilotTokens
{
    public long Input, Output, CacheRead, CacheWrite, Reasoning;

    /// <summary>The counts as disjoint classes. Parts never exceed what they are part of.</summary>
    public readonly TokenCounts ToTokens() => InclusiveTokens.Cut(Input, CacheRead, CacheWrite, Output, Reasoning);

    /// <summary>Reads the <c>usage</c> of a model in a run's totals.</summary>
    public static CopilotTokens ReadUsage(ref JsonCursor json)
    {
        var tokens = default(CopilotTokens);
        if (!json.TryBeginObject()) return tokens;
        while (json.TryReadName(out JsonText name))
        {
            if (name.Is("inputTokens"u8)) tokens.Input = json.ReadCount() ?? 0;
            else if (name.Is("outputTokens"u8)) tokens.Output = json.ReadCount() ?? 0;
            else if (name.Is("cacheReadTokens"u8)) tokens.CacheRead = json.ReadCount() ?? 0;
            else if (name.Is("cacheWriteTokens"u8)) tokens.CacheWrite = json.ReadCount() ?? 0;
            else if (name.Is("reasoningTokens"u8)) tokens.Reasoning = json.ReadCount() ?? 0;
            else json.SkipValue();
        }
        return tokens;
    }

    /// <summary>Reads <c>tokenDetails</c>, whose counts are disjoint already: <c>{"input":{"tokenCount":12},…}</c>.</summary>
    public static TokenCounts ReadDetails(ref JsonCursor json)
    {
        long input = 0, output = 0, cacheRead = 0, cacheWrite = 0;
        if (!json.TryBeginObject()) return default;
        while (json.TryReadName(out JsonText name))
        {
            if (name.Is("input"u8)) input = ReadTokenCount(ref json);
            else if (name.Is("output"u8)) output = ReadTokenCount(ref json);
            else if (name.Is("cache_read"u8)) cacheRead = ReadTokenCount(ref json);
            else if (name.Is("cache_write"u8)) cacheWrite = ReadTokenCount(ref json);
            else json.SkipValue();
        }
        return new TokenCounts(input, output, cacheRead, cacheWrite, 0, 0);
    }

    private static long ReadTokenCount(ref JsonCursor json)
    {
        long count = 0;
        if (!json.TryBeginObject()) return 0;
        while (json.TryMoveTo("tokenCount"u8)) count = json.ReadCount() ?? 0;
        return count;
    }
}
