using System.Text.Json;

namespace Tokscale.Core.Pricing.Rows;

/// <summary>
/// Reads LiteLLM's <c>model_prices_and_context_window.json</c>, and the caches and checked-in lists, which use its field
/// names for every source: an object of rows, prices in US dollars a token.
/// </summary>
internal sealed class LiteLlmReader
{
    private readonly PriceRowBuilder _builder = new();

    /// <summary>Adds the usable rows of the object under the reader to a list; a bad row is left out, not an error.</summary>
    /// <exception cref="JsonException">The text is no valid JSON.</exception>
    public void ReadRows(ref Utf8JsonReader json, PriceList into)
    {
        if (!PriceJson.IsObject(ref json)) return;
        while (PriceJson.NextProperty(ref json))
        {
            string key = PriceJson.Text(ref json);
            json.Read();
            into.Take(key, ReadRow(ref json));
        }
    }

    /// <summary>The row under the reader; null when it is none of a text model or lacks prices. Leaves the reader at its end.</summary>
    public PriceRow? ReadRow(ref Utf8JsonReader json)
    {
        if (!PriceJson.IsObject(ref json)) return null;
        _builder.Clear();
        bool isText = true;
        while (PriceJson.NextProperty(ref json))
        {
            if (json.ValueIsEscaped) json.Skip();
            else if (PriceField.TryParse(json.ValueSpan, out PriceField field)) _builder.Set(field, PriceJson.NextNumber(ref json));
            else ReadOther(ref json, ref isText);
        }
        return isText ? _builder.Build() : null;
    }

    private void ReadOther(ref Utf8JsonReader json, ref bool isText)
    {
        ReadOnlySpan<byte> name = json.ValueSpan;
        if (name.SequenceEqual("input_cost_per_token_cache_hit"u8)) _builder.CacheHit = PriceJson.NextNumber(ref json);
        else if (name.SequenceEqual("regional_processing_uplift_multiplier_us"u8)) _builder.UsMultiplier = PriceJson.NextNumber(ref json);
        else if (name.SequenceEqual("regional_processing_uplift_multiplier_eu"u8)) _builder.EuMultiplier = PriceJson.NextNumber(ref json);
        else if (name.SequenceEqual("litellm_provider"u8)) _builder.Provider = PriceJson.NextText(ref json);
        else if (name.SequenceEqual("mode"u8)) isText = PriceJson.NextText(ref json) is null or "chat" or "responses" or "completion";
        else if (name.SequenceEqual("provider_specific_entry"u8)) ReadMultipliers(ref json);
        else if (name.SequenceEqual("search_context_cost_per_query"u8)) ReadWebSearch(ref json);
        else if (name.SequenceEqual("tiered_pricing"u8)) ReadRanges(ref json);
        else json.Skip();
    }

    private void ReadMultipliers(ref Utf8JsonReader json)
    {
        if (!PriceJson.EntersObject(ref json)) return;
        while (PriceJson.NextProperty(ref json))
        {
            if (json.ValueTextEquals("fast"u8)) _builder.FastMultiplier = PriceJson.NextNumber(ref json);
            else if (json.ValueTextEquals("us"u8)) _builder.UsMultiplier = PriceJson.NextNumber(ref json);
            else if (json.ValueTextEquals("eu"u8)) _builder.EuMultiplier = PriceJson.NextNumber(ref json);
            else json.Skip();
        }
    }

    private void ReadWebSearch(ref Utf8JsonReader json)
    {
        if (!PriceJson.EntersObject(ref json)) return;
        while (PriceJson.NextProperty(ref json))
        {
            if (json.ValueTextEquals("search_context_size_medium"u8)) _builder.WebSearch = PriceJson.NextNumber(ref json);
            else json.Skip();
        }
    }

    // Prices by prompt length as an array of {range: [from, to], …}; a row that has it has no base price of its own.
    private void ReadRanges(ref Utf8JsonReader json)
    {
        if (!PriceJson.EntersArray(ref json)) return;
        var prices = new List<(PriceField Field, decimal? Price)>();
        while (PriceJson.NextItem(ref json))
        {
            prices.Clear();
            if (!PriceJson.IsObject(ref json) || ReadRange(ref json, prices) is not { } above) continue;
            foreach ((PriceField field, decimal? price) in prices) _builder.Set(field with { AboveTokens = above }, price);
        }
    }

    private static long? ReadRange(ref Utf8JsonReader json, List<(PriceField Field, decimal? Price)> prices)
    {
        long? above = null;
        bool isForSearch = false;
        while (PriceJson.NextProperty(ref json))
        {
            if (json.ValueTextEquals("range"u8))
            {
                above = ReadLowerBound(ref json);
            }
            else if (!json.ValueIsEscaped && PriceField.TryParse(json.ValueSpan, out PriceField field))
            {
                prices.Add((field, PriceJson.NextNumber(ref json)));
            }
            else
            {
                isForSearch |= json.ValueTextEquals("max_results_range"u8);
                json.Skip();
            }
        }
        return isForSearch ? null : above;
    }

    private static long? ReadLowerBound(ref Utf8JsonReader json)
    {
        if (!PriceJson.EntersArray(ref json)) return null;
        long? lower = null;
        for (int i = 0; PriceJson.NextItem(ref json); i++)
        {
            long? bound = PriceJson.Tokens(ref json);
            if (i == 0) lower = bound;
        }
        return lower;
    }
}
