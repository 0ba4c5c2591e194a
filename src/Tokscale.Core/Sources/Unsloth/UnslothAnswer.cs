using Tokscale.Core.Json;
using Tokscale.Core.Sources.Shared;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Unsloth;

/// <summary>What the studio notes about an answer, borrowed from its JSON.</summary>
internal ref struct UnslothAnswer
{
    public JsonText ResponseModel, ContextModel, ProviderType;

    /// <summary>Something stood where a count belongs and was refused.</summary>
    public bool HasRefused;

    /// <summary>The text is JSON.</summary>
    public bool IsValid;

    private long _prompt, _completion, _cached, _cacheWrite, _reasoning;

    public static UnslothAnswer Read(ReadOnlySpan<byte> text)
    {
        var answer = default(UnslothAnswer);
        var json = new JsonCursor(text);
        if (json.TryBeginObject())
        {
            while (json.TryReadName(out JsonText name))
            {
                if (name.Is("contextUsage"u8)) answer.ReadUsage(ref json);
                else if (name.Is("responseDetails"u8)) answer.ReadDetails(ref json);
                else json.SkipValue();
            }
        }
        answer.HasRefused = json.HasRefused;
        answer.IsValid = json.IsAtEnd;
        return answer;
    }

    /// <summary>The prompt holds the caches, the completion the reasoning.</summary>
    public readonly TokenCounts Tokens() => InclusiveTokens.Split(_prompt, _cached, _cacheWrite, _completion, _reasoning);

    private void ReadUsage(ref JsonCursor json)
    {
        if (!json.TryBeginObject()) return;
        while (json.TryReadName(out JsonText name))
        {
            if (name.Is("promptTokens"u8)) _prompt = json.ReadLooseCount() ?? 0;
            else if (name.Is("completionTokens"u8)) _completion = json.ReadLooseCount() ?? 0;
            else if (name.Is("cachedTokens"u8)) _cached = json.ReadLooseCount() ?? 0;
            else if (name.Is("cacheWriteTokens"u8)) _cacheWrite = json.ReadLooseCount() ?? 0;
            else if (name.Is("reasoningTokens"u8)) _reasoning = json.ReadLooseCount() ?? 0;
            else if (name.Is("modelId"u8)) ContextModel = json.ReadText();
            else json.SkipValue();
        }
    }

    private void ReadDetails(ref JsonCursor json)
    {
        if (!json.TryBeginObject()) return;
        while (json.TryReadName(out JsonText name))
        {
            if (name.Is("responseModelId"u8)) ResponseModel = json.ReadText();
            else if (name.Is("providerType"u8)) ProviderType = json.ReadText();
            else json.SkipValue();
        }
    }
}
