using Tokscale.Core.Json;
using Tokscale.Core.Sources.Shared;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Fx;

/// <summary>Sums of a session, or of one model in it. The input holds the caches, the output the reasoning.</summary>
internal ref struct FxTotals
{
    private long _input, _output, _cacheRead, _cacheWrite, _reasoning;

    /// <summary>Only of one model.</summary>
    public JsonText Model;

    /// <summary>Only of a session: the list of its models.</summary>
    public ReadOnlySpan<byte> Models;

    public decimal? CostUsd;

    public long? RequestCount, DurationMs;

    public readonly TokenCounts Tokens => InclusiveTokens.Split(_input, _cacheRead, _cacheWrite, _output, _reasoning);

    public static FxTotals Read(ref JsonCursor json)
    {
        var totals = default(FxTotals);
        if (!json.TryBeginObject()) return totals;
        while (json.TryReadName(out JsonText name)) totals.ReadField(name, ref json);
        return totals;
    }

    private void ReadField(scoped in JsonText name, ref JsonCursor json)
    {
        if (name.Is("input_tokens"u8)) _input = json.ReadLooseCount() ?? 0;
        else if (name.Is("output_tokens"u8)) _output = json.ReadLooseCount() ?? 0;
        else if (name.Is("cache_read_tokens"u8)) _cacheRead = json.ReadLooseCount() ?? 0;
        else if (name.Is("cache_write_tokens"u8)) _cacheWrite = json.ReadLooseCount() ?? 0;
        else if (name.Is("reasoning_tokens"u8)) _reasoning = json.ReadLooseCount() ?? 0;
        else if (name.Is("total_cost"u8)) CostUsd = json.ReadLooseMoney();
        else if (name.Is("request_count"u8)) RequestCount = json.ReadLooseCount();
        else if (name.Is("api_duration_ms"u8)) DurationMs = json.ReadLooseCount();
        else if (name.Is("model"u8)) Model = json.ReadText();
        else if (name.Is("models"u8)) Models = json.ReadRaw();
        else json.SkipValue();
    }
}
