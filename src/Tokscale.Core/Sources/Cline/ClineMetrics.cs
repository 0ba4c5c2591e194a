using Tokscale.Core.Json;
using Tokscale.Core.Sources.Shared;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Cline;

/// <summary>The <c>metrics</c> of a message in the session store; input is the whole prompt.</summary>
internal struct ClineMetrics
{
    private long _input, _output, _cacheRead, _cacheWrite;

    public decimal? CostUsd { get; private set; }

    public static ClineMetrics Read(ref JsonCursor json)
    {
        var metrics = default(ClineMetrics);
        if (!json.TryBeginObject()) return metrics;
        while (json.TryReadName(out JsonText name))
        {
            if (name.Is("inputTokens"u8)) metrics._input = json.ReadLooseCount() ?? 0;
            else if (name.Is("outputTokens"u8)) metrics._output = json.ReadLooseCount() ?? 0;
            else if (name.Is("cacheReadTokens"u8)) metrics._cacheRead = json.ReadLooseCount() ?? 0;
            else if (name.Is("cacheWriteTokens"u8)) metrics._cacheWrite = json.ReadLooseCount() ?? 0;
            else if (name.Is("cost"u8)) metrics.CostUsd = json.ReadLooseMoney();
            else json.SkipValue();
        }
        return metrics;
    }

    public readonly TokenCounts ToTokens() => new(Math.Max(0, _input - _cacheRead - _cacheWrite), _output, _cacheRead, _cacheWrite, 0, 0);
}
