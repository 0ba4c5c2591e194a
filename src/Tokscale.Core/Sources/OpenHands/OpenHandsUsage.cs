using Tokscale.Core.Json;
using Tokscale.Core.Sources.Shared;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.OpenHands;

/// <summary>The counts of one call, or the sum of several, borrowed from the document.</summary>
internal ref struct OpenHandsUsage
{
    public JsonText Model, ResponseId;

    private long _prompt, _completion, _cacheRead, _cacheWrite, _reasoning;

    /// <summary>Reads the object; another value is skipped and counts nothing.</summary>
    public static OpenHandsUsage Read(ref JsonCursor json)
    {
        var usage = default(OpenHandsUsage);
        if (!json.TryBeginObject()) return usage;
        while (json.TryReadName(out JsonText name))
        {
            if (name.Is("model"u8)) usage.Model = json.ReadText();
            else if (name.Is("response_id"u8)) usage.ResponseId = json.ReadText();
            else if (name.Is("prompt_tokens"u8)) usage._prompt = json.ReadCount() ?? 0;
            else if (name.Is("completion_tokens"u8)) usage._completion = json.ReadCount() ?? 0;
            else if (name.Is("cache_read_tokens"u8)) usage._cacheRead = json.ReadCount() ?? 0;
            else if (name.Is("cache_write_tokens"u8)) usage._cacheWrite = json.ReadCount() ?? 0;
            else if (name.Is("reasoning_tokens"u8)) usage._reasoning = json.ReadCount() ?? 0;
            else json.SkipValue();
        }
        return usage;
    }

    /// <summary>The prompt holds the caches, the completion the reasoning.</summary>
    public readonly TokenCounts Tokens() => InclusiveTokens.Split(_prompt, _cacheRead, _cacheWrite, _completion, _reasoning);

    /// <summary>
    /// Identity of the response, with its counts: a server of one's own may give all responses one id. 0 when it has no id.
    /// </summary>
    public readonly UInt128 Key() => ResponseId.IsEmpty ? 0
        : RowKey.Join(RowKey.Of(ResponseId.Utf8), RowKey.Of([_prompt, _completion, _cacheRead, _cacheWrite, _reasoning]));
}
