using Tokscale.Core.Json;
using Tokscale.Core.Sources.Shared;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.DevinCli;

/// <summary>One step of a transcript, borrowed from its JSON.</summary>
internal ref struct DevinStep
{
    public JsonText Model, Source;

    /// <summary>A number or a text; empty when there is none.</summary>
    public ReadOnlySpan<byte> Id;

    /// <summary>UTC milliseconds since 1970; null when the step does not say.</summary>
    public long? TimestampMs;

    /// <summary>What the program adds to the public form of a transcript.</summary>
    public DevinNode Node;

    private long _prompt, _completion, _cached, _cacheWrite;

    /// <summary>The step's counts. In the public form the prompt holds the caches; where that is missing the program's own are taken.</summary>
    public readonly TokenCounts Tokens =>
        (_prompt | _completion | _cached | _cacheWrite) == 0 ? Node.Tokens : InclusiveTokens.Split(_prompt, _cached, _cacheWrite, _completion, reasoning: 0);

    public static DevinStep Read(ref JsonCursor json)
    {
        var step = default(DevinStep);
        if (!json.TryBeginObject()) return step;
        while (json.TryReadName(out JsonText name))
        {
            if (name.Is("step_id"u8)) step.Id = json.ReadRaw();
            else if (name.Is("source"u8)) step.Source = json.ReadText();
            else if (name.Is("model_name"u8)) step.Model = json.ReadText();
            else if (name.Is("timestamp"u8)) step.TimestampMs = json.ReadTime();
            else if (name.Is("metrics"u8)) step.ReadMetrics(ref json);
            else if (name.Is("metadata"u8)) step.Node.ReadMetadata(ref json);
            else json.SkipValue();
        }
        return step;
    }

    private void ReadMetrics(ref JsonCursor json)
    {
        if (!json.TryBeginObject()) return;
        while (json.TryReadName(out JsonText name))
        {
            if (name.Is("prompt_tokens"u8)) _prompt = json.ReadLooseCount() ?? 0;
            else if (name.Is("completion_tokens"u8)) _completion = json.ReadLooseCount() ?? 0;
            else if (name.Is("cached_tokens"u8)) _cached = json.ReadLooseCount() ?? 0;
            else if (name.Is("extra"u8)) ReadExtra(ref json);
            else json.SkipValue();
        }
    }

    private void ReadExtra(ref JsonCursor json)
    {
        if (!json.TryBeginObject()) return;
        while (json.TryMoveTo("cache_creation_input_tokens"u8)) _cacheWrite = json.ReadLooseCount() ?? 0;
    }
}
