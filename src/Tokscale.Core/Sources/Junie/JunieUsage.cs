using Tokscale.Core.Json;
using Tokscale.Core.Sources.Shared;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Junie;

/// <summary>One entry of <c>modelUsage</c>: one call. The counts do not overlap.</summary>
internal ref struct JunieUsage
{
    private long _input, _output, _cacheRead, _cacheWrite, _reasoning;

    public JsonText Model, Provider;

    /// <summary>Null: there is none, or it is the 0 of a model whose price the program does not know.</summary>
    public decimal? CostUsd;

    public long DurationMs;

    public readonly TokenCounts Tokens => new(_input, _output, _cacheRead, _cacheWrite, CacheWrite1h: 0, _reasoning);

    public static JunieUsage Read(ref JsonCursor json)
    {
        var usage = default(JunieUsage);
        if (!json.TryBeginObject()) return usage;
        while (json.TryReadName(out JsonText name)) usage.ReadField(name, ref json);
        return usage;
    }

    private void ReadField(scoped in JsonText name, ref JsonCursor json)
    {
        if (name.Is("model"u8)) Model = json.ReadText();
        else if (name.Is("provider"u8)) Provider = json.ReadText();
        else if (name.Is("inputTokens"u8)) _input = json.ReadLooseCount() ?? 0;
        else if (name.Is("outputTokens"u8)) _output = json.ReadLooseCount() ?? 0;
        else if (name.Is("cacheInputTokens"u8)) _cacheRead = json.ReadLooseCount() ?? 0;
        else if (name.Is("cacheCreateTokens"u8)) _cacheWrite = json.ReadLooseCount() ?? 0;
        else if (name.Is("reasoningTokens"u8)) _reasoning = json.ReadLooseCount() ?? 0;
        else if (name.Is("cost"u8)) CostUsd = json.ReadLooseMoney() is > 0 and var cost ? cost : null;
        else if (name.Is("time"u8)) DurationMs = json.ReadLooseCount() ?? 0;
        else json.SkipValue();
    }
}
