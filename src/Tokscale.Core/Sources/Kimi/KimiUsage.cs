using Tokscale.Core.Json;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Kimi;

/// <summary>The counts of one response. The two programs spell them differently; they mean the same and never overlap.</summary>
internal static class KimiUsage
{
    /// <summary>Null when there is no object.</summary>
    public static TokenCounts? Read(ref JsonCursor json)
    {
        if (!json.TryBeginObject()) return null;
        var tokens = default(TokenCounts);
        while (json.TryReadName(out JsonText name))
        {
            if (name.Is("input_other"u8) || name.Is("inputOther"u8)) tokens = tokens with { Input = json.ReadCount() ?? 0 };
            else if (name.Is("output"u8)) tokens = tokens with { Output = json.ReadCount() ?? 0 };
            else if (name.Is("input_cache_read"u8) || name.Is("inputCacheRead"u8)) tokens = tokens with { CacheRead = json.ReadCount() ?? 0 };
            else if (name.Is("input_cache_creation"u8) || name.Is("inputCacheCreation"u8))
            {
                tokens = tokens with { CacheWrite = json.ReadCount() ?? 0 };
            }
            else json.SkipValue();
        }
        return tokens;
    }
}
