using Tokscale.Core.Json;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Shared.Transcripts;

/// <summary>A <c>usage</c> block as it was logged; null fields were missing or null.</summary>
internal struct TranscriptUsage
{
    public long? Input, Output, CacheRead, CacheWrite, CacheWrite5m, CacheWrite1h, Thinking;
    public int WebSearches;
    public PriceClass Class;

    public readonly bool HasCacheWrite => CacheWrite is not null || CacheWrite5m is not null || CacheWrite1h is not null;

    /// <summary>The block as disjoint counts. Thinking is logged inside output; a split that says more than the sum is right.</summary>
    public readonly TokenCounts ToTokens()
    {
        long output = Output ?? 0, oneHour = CacheWrite1h ?? 0;
        long reasoning = Math.Min(Thinking ?? 0, output);
        long cacheWrite = Math.Max(CacheWrite ?? 0, (CacheWrite5m ?? 0) + oneHour);
        return new TokenCounts(Input ?? 0, output - reasoning, CacheRead ?? 0, cacheWrite, oneHour, reasoning);
    }

    /// <summary>Reads one field of the block; an unknown one is passed over.</summary>
    public void ReadField(scoped in JsonText name, ref JsonCursor json)
    {
        if (name.Is("input_tokens"u8)) Input = json.ReadCount();
        else if (name.Is("output_tokens"u8)) Output = json.ReadCount();
        else if (name.Is("cache_creation_input_tokens"u8)) CacheWrite = json.ReadCount();
        else if (name.Is("cache_read_input_tokens"u8)) CacheRead = json.ReadCount();
        else if (name.Is("cache_creation"u8)) ReadCacheCreation(ref json);
        else if (name.Is("output_tokens_details"u8)) ReadOutputDetails(ref json);
        else if (name.Is("server_tool_use"u8)) ReadServerTools(ref json);
        else if (name.Is("speed"u8)) Class = Class with { IsFast = json.ReadText().Is("fast"u8) };
        // "priority" is bought ahead by contract; its requests cost the standard price.
        else if (name.Is("service_tier"u8)) Class = Class with { Tier = json.ReadText().Is("batch"u8) ? ServiceTier.Batch : default };
        else if (name.Is("inference_geo"u8)) Class = Class with { Region = json.ReadText().Is("us"u8) ? InferenceRegion.Us : default };
        else json.SkipValue();
    }

    private void ReadCacheCreation(ref JsonCursor json)
    {
        if (!json.TryBeginObject()) return;
        while (json.TryReadName(out JsonText name))
        {
            if (name.Is("ephemeral_5m_input_tokens"u8)) CacheWrite5m = json.ReadCount();
            else if (name.Is("ephemeral_1h_input_tokens"u8)) CacheWrite1h = json.ReadCount();
            else json.SkipValue();
        }
    }

    private void ReadOutputDetails(ref JsonCursor json)
    {
        if (!json.TryBeginObject()) return;
        while (json.TryReadName(out JsonText name))
        {
            if (name.Is("thinking_tokens"u8)) Thinking = json.ReadCount();
            else json.SkipValue();
        }
    }

    private void ReadServerTools(ref JsonCursor json)
    {
        if (!json.TryBeginObject()) return;
        while (json.TryReadName(out JsonText name))
        {
            if (name.Is("web_search_requests"u8)) WebSearches = (int)Math.Min(json.ReadCount() ?? 0, int.MaxValue);
            else json.SkipValue();
        }
    }
}
