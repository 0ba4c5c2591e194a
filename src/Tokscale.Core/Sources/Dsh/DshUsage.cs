using Tokscale.Core.Json;
using Tokscale.Core.Sources.Shared;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Dsh;

/// <summary>The counts of a call. Caches stand beside the input, reasoning is part of the output.</summary>
internal struct DshUsage
{
    private long _input, _output, _cacheRead, _cacheWrite, _reasoning;

    public readonly TokenCounts Tokens
    {
        get
        {
            long reasoning = Math.Min(_reasoning, _output);
            return new TokenCounts(_input, _output - reasoning, _cacheRead, _cacheWrite, 0, reasoning);
        }
    }

    /// <summary>Null: the value is no object.</summary>
    public static DshUsage? Read(ref JsonCursor json)
    {
        var usage = default(DshUsage);
        if (!json.TryBeginObject()) return null;
        while (json.TryReadName(out JsonText name))
        {
            if (name.Is("inputTokens"u8)) usage._input = json.ReadLooseCount() ?? 0;
            else if (name.Is("outputTokens"u8)) usage._output = json.ReadLooseCount() ?? 0;
            else if (name.Is("cacheReadTokens"u8)) usage._cacheRead = json.ReadLooseCount() ?? 0;
            else if (name.Is("cacheWriteTokens"u8)) usage._cacheWrite = json.ReadLooseCount() ?? 0;
            else if (name.Is("reasoningTokens"u8)) usage._reasoning = json.ReadLooseCount() ?? 0;
            else json.SkipValue();
        }
        return usage;
    }

    /// <summary>Reads a piece of a stream. Null: it is no usage.</summary>
    public static DshUsage? ReadChunk(ref JsonCursor json)
    {
        DshUsage? usage = null;
        bool isUsage = false;
        if (!json.TryBeginObject()) return null;
        while (json.TryReadName(out JsonText name))
        {
            if (name.Is("type"u8)) isUsage = json.ReadText().Is("usage"u8);
            else if (name.Is("usage"u8)) usage = Read(ref json);
            else json.SkipValue();
        }
        return isUsage ? usage : null;
    }
}
