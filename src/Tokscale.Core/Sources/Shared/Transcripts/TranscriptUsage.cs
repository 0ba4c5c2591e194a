using Tokscale.Core.Json;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Shared.Transcripts;

/// <summary>A <c>usage</c> block as it was logged; null fields were missing or null.</summary>
internal struct TranscriptUsage
{
    public long? Input, Output, CacheRead, CacheWrite, CacheWrite5m, CacheWrite1h, Thinking;
    public int WebSearches;

    /// <summary>Credits of an agent that bills so; null when the block has none.</summary>
    public decimal? Credits;

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

    /// <summary>The field that a name means in the block or in an object of it.</summary>
    public static TranscriptField FieldOf(TranscriptField parent, scoped in JsonText name) => parent switch
    {
        TranscriptField.Usage => FieldOfBlock(name),
        TranscriptField.CacheCreation when name.Is("ephemeral_5m_input_tokens"u8) => TranscriptField.CacheWrite5m,
        TranscriptField.CacheCreation when name.Is("ephemeral_1h_input_tokens"u8) => TranscriptField.CacheWrite1h,
        TranscriptField.OutputDetails when name.Is("thinking_tokens"u8) => TranscriptField.Thinking,
        TranscriptField.ServerTools when name.Is("web_search_requests"u8) => TranscriptField.WebSearches,
        _ => TranscriptField.Other,
    };

    /// <summary>Reads one field of the block; of its objects nothing.</summary>
    public void Take(TranscriptField field, ref JsonCursor json)
    {
        switch (field)
        {
            case TranscriptField.Input: Input = json.ReadCount(); break;
            case TranscriptField.Output: Output = json.ReadCount(); break;
            case TranscriptField.CacheRead: CacheRead = json.ReadCount(); break;
            case TranscriptField.CacheWrite: CacheWrite = json.ReadCount(); break;
            case TranscriptField.CacheWrite5m: CacheWrite5m = json.ReadCount(); break;
            case TranscriptField.CacheWrite1h: CacheWrite1h = json.ReadCount(); break;
            case TranscriptField.Thinking: Thinking = json.ReadCount(); break;
            case TranscriptField.WebSearches: WebSearches = (int)Math.Min(json.ReadCount() ?? 0, int.MaxValue); break;
            case TranscriptField.Credits: Credits = json.ReadMoney(); break;
            case TranscriptField.Speed: Class = Class with { IsFast = json.ReadText().Is("fast"u8) }; break;
            // "priority" is bought ahead by contract; its requests cost the standard price.
            case TranscriptField.ServiceTier: Class = Class with { Tier = json.ReadText().Is("batch"u8) ? ServiceTier.Batch : default }; break;
            case TranscriptField.Geography: Class = Class with { Region = json.ReadText().Is("us"u8) ? InferenceRegion.Us : default }; break;
        }
    }

    private static TranscriptField FieldOfBlock(scoped in JsonText name) =>
        name.Is("input_tokens"u8) ? TranscriptField.Input
        : name.Is("output_tokens"u8) ? TranscriptField.Output
        : name.Is("cache_creation_input_tokens"u8) ? TranscriptField.CacheWrite
        : name.Is("cache_read_input_tokens"u8) ? TranscriptField.CacheRead
        : name.Is("cache_creation"u8) ? TranscriptField.CacheCreation
        : name.Is("output_tokens_details"u8) ? TranscriptField.OutputDetails
        : name.Is("server_tool_use"u8) ? TranscriptField.ServerTools
        : name.Is("speed"u8) ? TranscriptField.Speed
        : name.Is("service_tier"u8) ? TranscriptField.ServiceTier
        : name.Is("inference_geo"u8) ? TranscriptField.Geography
        : name.Is("credits"u8) ? TranscriptField.Credits
        : name.Is("iterations"u8) ? TranscriptField.Iterations
        : TranscriptField.Other;
}
