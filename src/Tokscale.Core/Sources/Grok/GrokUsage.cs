using Tokscale.Core.Json;
using Tokscale.Core.Sources.Shared;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Grok;

/// <summary>What a turn used, or one model in it. The input holds the caches, the output the reasoning.</summary>
internal ref struct GrokUsage
{
    private const decimal UsdPerTick = 1e-10m;

    private long _input, _output, _cacheRead, _cacheWrite, _reasoning;

    /// <summary>Null: not stated, or 0.</summary>
    public decimal? CostUsd;

    /// <summary>Only of a turn: the same for each model.</summary>
    public ReadOnlySpan<byte> Models;

    public readonly TokenCounts Tokens => InclusiveTokens.Split(_input, _cacheRead, _cacheWrite, _output, _reasoning);

    public static GrokUsage Read(scoped ref JsonCursor json)
    {
        var usage = default(GrokUsage);
        if (!json.TryBeginObject()) return usage;
        while (json.TryReadName(out JsonText name)) usage.ReadField(name, ref json);
        return usage;
    }

    private void ReadField(scoped in JsonText name, ref JsonCursor json)
    {
        if (name.Is("inputTokens"u8)) _input = json.ReadLooseCount() ?? 0;
        else if (name.Is("outputTokens"u8)) _output = json.ReadLooseCount() ?? 0;
        else if (name.Is("cachedReadTokens"u8)) _cacheRead = json.ReadLooseCount() ?? 0;
        else if (name.Is("cacheCreationTokens"u8)) _cacheWrite = json.ReadLooseCount() ?? 0;
        else if (name.Is("reasoningTokens"u8)) _reasoning = json.ReadLooseCount() ?? 0;
        else if (name.Is("costUsdTicks"u8)) CostUsd = json.ReadLooseMoney() is > 0 and var ticks ? ticks * UsdPerTick : null;
        else if (name.Is("modelUsage"u8)) Models = json.ReadRaw();
        else json.SkipValue();
    }
}
