using Tokscale.Core.Json;
using Tokscale.Core.Sources.Shared;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.LmStudio;

/// <summary>A printed response, of the chat or the newer responses interface; borrowed from the text.</summary>
internal ref struct LmStudioResponse
{
    public JsonText Id, Model;

    private long _prompt, _completion, _cached, _reasoning;

    /// <summary>Disjoint counts: the log has cached tokens inside the prompt and reasoning inside the completion.</summary>
    public readonly TokenCounts Tokens => InclusiveTokens.Split(_prompt, _cached, cacheWrite: 0, _completion, _reasoning);

    /// <param name="json">Stands before the response, or before a stream event that carries it one level down.</param>
    /// <param name="isInner">It is the one in the event.</param>
    public void Read(ref JsonCursor json, bool isInner = false)
    {
        if (!json.TryBeginObject()) return;
        while (json.TryReadName(out JsonText name))
        {
            if (name.Is("id"u8)) Id = json.ReadText();
            else if (name.Is("model"u8)) Model = json.ReadText();
            else if (name.Is("usage"u8)) ReadUsage(ref json);
            else if (!isInner && name.Is("response"u8)) Read(ref json, isInner: true);
            else json.SkipValue();
        }
    }

    private void ReadUsage(ref JsonCursor json)
    {
        if (!json.TryBeginObject()) return;
        while (json.TryReadName(out JsonText name))
        {
            if (name.Is("prompt_tokens"u8) || name.Is("input_tokens"u8)) _prompt = json.ReadLooseCount() ?? 0;
            else if (name.Is("completion_tokens"u8) || name.Is("output_tokens"u8)) _completion = json.ReadLooseCount() ?? 0;
            else if (name.Is("prompt_tokens_details"u8) || name.Is("input_tokens_details"u8)) ReadDetails(ref json);
            else if (name.Is("completion_tokens_details"u8) || name.Is("output_tokens_details"u8)) ReadDetails(ref json);
            else json.SkipValue();
        }
    }

    private void ReadDetails(ref JsonCursor json)
    {
        if (!json.TryBeginObject()) return;
        while (json.TryReadName(out JsonText name))
        {
            if (name.Is("cached_tokens"u8)) _cached = json.ReadLooseCount() ?? 0;
            else if (name.Is("reasoning_tokens"u8)) _reasoning = json.ReadLooseCount() ?? 0;
            else json.SkipValue();
        }
    }
}
