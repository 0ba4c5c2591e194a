using System.Text.Json;

namespace Tokscale.Core.Pricing.Rows;

/// <summary>Writes rows under LiteLLM's field names, so that <see cref="LiteLlmReader"/> and other programs can read them.</summary>
internal static class PriceRowWriter
{
    public static void Write(Utf8JsonWriter json, PriceRow row)
    {
        json.WriteStartObject();
        if (row.Provider is { } provider) json.WriteString("litellm_provider"u8, provider);
        foreach ((PriceField field, decimal? price) in row.Prices) json.WriteNumber(field.Name, price.GetValueOrDefault());
        WriteExtras(json, row);
        json.WriteEndObject();
    }

    private static void WriteExtras(Utf8JsonWriter json, PriceRow row)
    {
        if (row.WebSearch is { } webSearch)
        {
            json.WriteStartObject("search_context_cost_per_query"u8);
            json.WriteNumber("search_context_size_medium"u8, webSearch);
            json.WriteEndObject();
        }
        if ((row.FastMultiplier ?? row.UsMultiplier ?? row.EuMultiplier) is null) return;
        json.WriteStartObject("provider_specific_entry"u8);
        if (row.FastMultiplier is { } fast) json.WriteNumber("fast"u8, fast);
        if (row.UsMultiplier is { } us) json.WriteNumber("us"u8, us);
        if (row.EuMultiplier is { } eu) json.WriteNumber("eu"u8, eu);
        json.WriteEndObject();
    }
}
