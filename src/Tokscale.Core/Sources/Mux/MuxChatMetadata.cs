using Tokscale.Core.Json;
using Tokscale.Core.Sources.Shared;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Mux;

/// <summary>The <c>metadata</c> of a chat line; output is logged with the reasoning.</summary>
internal ref struct MuxChatMetadata
{
    private long _input, _output, _cacheRead, _cacheWrite, _reasoning;
    private bool _hasUsage;

    /// <summary>What the messages used that were taken out of the chat when it was compacted; all zero for none.</summary>
    public MuxTotals Past;

    public JsonText Model;
    public long? TimestampMs;

    public static MuxChatMetadata Read(ref JsonCursor json)
    {
        var metadata = default(MuxChatMetadata);
        if (!json.TryBeginObject()) return metadata;
        while (json.TryReadName(out JsonText name))
        {
            if (name.Is("model"u8)) metadata.Model = json.ReadText();
            else if (name.Is("timestamp"u8)) metadata.TimestampMs = json.ReadTime();
            else if (name.Is("usage"u8)) metadata.ReadUsage(ref json);
            else if (name.Is("historicalUsage"u8)) metadata.Past = MuxTotals.Read(ref json);
            else if (name.Is("providerMetadata"u8)) metadata.ReadProviders(ref json);
            else json.SkipValue();
        }
        return metadata;
    }

    /// <summary>The input holds the caches, unless they do not fit in.</summary>
    public readonly TokenCounts ToTokens()
    {
        if (!_hasUsage) return default;
        long reasoning = Math.Min(_reasoning, _output), caches = _cacheRead + _cacheWrite;
        return new TokenCounts(caches > _input ? _input : _input - caches, _output - reasoning, _cacheRead, _cacheWrite, 0, reasoning);
    }

    private void ReadUsage(ref JsonCursor json)
    {
        if (!json.TryBeginObject()) return;
        _hasUsage = true;
        while (json.TryReadName(out JsonText name))
        {
            if (name.Is("inputTokens"u8)) _input = json.ReadLooseCount() ?? 0;
            else if (name.Is("outputTokens"u8)) _output = json.ReadLooseCount() ?? 0;
            else if (name.Is("cachedInputTokens"u8)) _cacheRead = json.ReadLooseCount() ?? 0;
            else if (name.Is("reasoningTokens"u8)) _reasoning = json.ReadLooseCount() ?? 0;
            else json.SkipValue();
        }
    }

    private void ReadProviders(ref JsonCursor json)
    {
        if (!json.TryBeginObject()) return;
        while (json.TryReadName(out JsonText name))
        {
            if (!name.Is("anthropic"u8)) json.SkipValue();
            else if (json.TryBeginObject())
            {
                while (json.TryMoveTo("cacheCreationInputTokens"u8)) _cacheWrite = json.ReadLooseCount() ?? 0;
            }
        }
    }
}
