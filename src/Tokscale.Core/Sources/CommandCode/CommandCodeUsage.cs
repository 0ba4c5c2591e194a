using Tokscale.Core.Json;
using Tokscale.Core.Sources.Shared;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.CommandCode;

/// <summary>Counts of an entry. The program's input holds both caches.</summary>
internal static class CommandCodeUsage
{
    public static TokenCounts Read(ref JsonCursor json)
    {
        long input = 0, output = 0, cacheRead = 0, cacheWrite = 0, cacheWrite1h = 0;
        if (!json.TryBeginObject()) return default;
        while (json.TryReadName(out JsonText name))
        {
            if (name.Is("inputTokens"u8)) input = json.ReadLooseCount() ?? 0;
            else if (name.Is("outputTokens"u8)) output = json.ReadLooseCount() ?? 0;
            else if (name.Is("cacheReadTokens"u8)) cacheRead = json.ReadLooseCount() ?? 0;
            else if (name.Is("cacheWriteTokens"u8)) cacheWrite = json.ReadLooseCount() ?? 0;
            else if (name.Is("cacheWriteTokens1h"u8)) cacheWrite1h = json.ReadLooseCount() ?? 0;
            else json.SkipValue();
        }
        TokenCounts tokens = InclusiveTokens.Split(input, cacheRead, cacheWrite, output, reasoning: 0);
        return tokens with { CacheWrite1h = Math.Min(cacheWrite1h, cacheWrite) };
    }
}
