using Tokscale.Core.Json;
using Tokscale.Core.Sources.Shared;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Mux;

/// <summary>The <c>metadata</c> of a chat line; input is logged with the caches, output with the reasoning.</summary>
internal ref struct MuxChatMetadata
{
    private long _input, _output, _cacheRead, _cacheWrite, _reasoning;

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
            else if (name.Is("providerMetadata"u8)) metadata.ReadProviders(ref json);
            else json.SkipValue();
        }
        return metadata;
    }

    public readonly TokenCounts ToTokens()
    {
        long reasoning = Math.Min(_reasoning, _output);
        return new TokenCounts(Math.Max(0, _input - _cacheRead - _cacheWrite), _output - reasoning, _cacheRead, _cacheWrite, 0, reasoning);
    }

    private void ReadUsage(ref JsonCursor json)
    {
        if (!json.TryBeginObject()) return;
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
                while (json.TryReadName(out JsonText field))
                {
                    if (field.Is("cacheCreationInputTokens"u8)) _cacheWrite = json.ReadLooseCount() ?? 0;
                    else json.SkipValue();
                }
            }
        }
    }
}
