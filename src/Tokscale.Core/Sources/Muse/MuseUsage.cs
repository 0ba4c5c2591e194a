using Tokscale.Core.Json;
using Tokscale.Core.Sources.Shared;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Muse;

/// <summary>Counts of a call as logged; the caches are inside the input, reasoning is inside the output.</summary>
internal struct MuseUsage
{
    private long _input, _output, _cacheWrite, _reasoning;
    private long? _cacheRead, _cached;

    public readonly TokenCounts Tokens => InclusiveTokens.Split(_input, _cacheRead ?? _cached ?? 0, _cacheWrite, _output, _reasoning);

    /// <returns>Null when it is no object.</returns>
    public static MuseUsage? Read(ref JsonCursor json)
    {
        var usage = default(MuseUsage);
        if (!json.TryBeginObject()) return null;
        while (json.TryReadName(out JsonText name)) usage.ReadCount(name, ref json);
        return usage;
    }

    private void ReadCount(scoped in JsonText name, ref JsonCursor json)
    {
        if (name.Is("input_tokens"u8)) _input = json.ReadCount() ?? 0;
        else if (name.Is("output_tokens"u8)) _output = json.ReadCount() ?? 0;
        else if (name.Is("cache_read_tokens"u8)) _cacheRead = json.ReadCount();
        else if (name.Is("cached_tokens"u8) || name.Is("cached_input_tokens"u8)) _cached = json.ReadCount();
        else if (name.Is("cache_write_tokens"u8)) _cacheWrite = json.ReadCount() ?? 0;
        else if (name.Is("reasoning_tokens"u8)) _reasoning = json.ReadCount() ?? 0;
        else json.SkipValue();
    }
}
