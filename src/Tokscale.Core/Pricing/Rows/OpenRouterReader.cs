using System.Text.Json;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Pricing.Rows;

/// <summary>Reads OpenRouter's <c>/api/v1/models</c>: <c>data[].pricing</c>, strings in US dollars a token.</summary>
internal sealed class OpenRouterReader
{
    private readonly PriceRowBuilder _builder = new();

    /// <summary>Adds the usable rows of a document to a list; a bad row is left out, not an error.</summary>
    /// <exception cref="JsonException">The text is no valid JSON.</exception>
    public void Read(ref Utf8JsonReader json, PriceList into)
    {
        json.Read();
        if (!PriceJson.IsObject(ref json)) return;
        while (PriceJson.NextProperty(ref json))
        {
            if (!json.ValueTextEquals("data"u8)) json.Skip();
            else if (PriceJson.EntersArray(ref json))
                while (PriceJson.NextItem(ref json)) ReadModel(ref json, into);
        }
    }

    /// <summary>The prices of the <c>pricing</c> object under the reader, which ends behind it; null when they are incomplete.</summary>
    public PriceRow? ReadPricing(ref Utf8JsonReader json)
    {
        if (!PriceJson.IsObject(ref json)) return null;
        _builder.Clear();
        while (PriceJson.NextProperty(ref json))
        {
            if (json.ValueTextEquals("overrides"u8)) ReadOverrides(ref json);
            else if (json.ValueTextEquals("web_search"u8)) _builder.WebSearch = PriceJson.NextNumber(ref json);
            else if (ClassOf(ref json) is { } tokenClass) Set(tokenClass, 0, PriceJson.NextNumber(ref json));
            else json.Skip();
        }
        return _builder.Build();
    }

    /// <summary>
    /// The row that a model's author asks, from a document of <c>/endpoints</c>: the author's own endpoint, else the one
    /// that quotes the list price and publishes most; null when there is none.
    /// </summary>
    /// <param name="json">Before the document.</param>
    /// <param name="author">The author's name as a provider; null when it serves nothing itself.</param>
    /// <param name="listed">The list's row of the model.</param>
    /// <exception cref="JsonException">The text is no valid JSON.</exception>
    public PriceRow? ReadEndpoints(ref Utf8JsonReader json, string? author, PriceRow listed)
    {
        PriceRow? own = null, best = null;
        json.Read();
        if (!EntersNamed(ref json, "data"u8, isArray: false) || !EntersNamed(ref json, "endpoints"u8, isArray: true)) return null;
        while (PriceJson.NextItem(ref json)) Consider(ReadEndpoint(ref json), author, listed, ref own, ref best);
        return own ?? best;
    }

    // Moves from an object into the value of one of its names; false when there is none of that kind.
    private static bool EntersNamed(ref Utf8JsonReader json, ReadOnlySpan<byte> name, bool isArray)
    {
        if (!PriceJson.IsObject(ref json)) return false;
        while (PriceJson.NextProperty(ref json))
        {
            if (json.ValueTextEquals(name))
            {
                json.Read();
                return json.TokenType == (isArray ? JsonTokenType.StartArray : JsonTokenType.StartObject);
            }
            json.Skip();
        }
        return false;
    }

    private static void Consider(
        (string? Provider, PriceRow? Row) endpoint, string? author, PriceRow listed, ref PriceRow? own, ref PriceRow? best)
    {
        if (endpoint.Row is not { } row) return;
        if (author is not null && author.Equals(endpoint.Provider, StringComparison.OrdinalIgnoreCase)) own ??= row;
        if (row.AgreesWith(listed) && (best is null || row.FieldCount > best.FieldCount)) best = row;
    }

    // Without a row when the endpoint is down or quotes no price.
    private (string? Provider, PriceRow? Row) ReadEndpoint(ref Utf8JsonReader json)
    {
        string? provider = null;
        PriceRow? row = null;
        bool isDown = false;
        if (!PriceJson.IsObject(ref json)) return default;
        while (PriceJson.NextProperty(ref json))
        {
            if (json.ValueTextEquals("provider_name"u8))
            {
                provider = PriceJson.NextText(ref json);
            }
            else if (json.ValueTextEquals("pricing"u8))
            {
                json.Read();
                row = ReadPricing(ref json);
            }
            else if (json.ValueTextEquals("status"u8))
            {
                json.Read();
                isDown = json.TokenType == JsonTokenType.Number && json.TryGetDouble(out double status) && status < 0;
                json.Skip();
            }
            else
            {
                json.Skip();
            }
        }
        return (provider, isDown ? null : row);
    }

    private void ReadModel(ref Utf8JsonReader json, PriceList into)
    {
        if (!PriceJson.IsObject(ref json)) return;
        string? id = null;
        PriceRow? row = null;
        while (PriceJson.NextProperty(ref json))
        {
            if (json.ValueTextEquals("id"u8))
            {
                id = PriceJson.NextText(ref json);
            }
            else if (json.ValueTextEquals("pricing"u8))
            {
                json.Read();
                row = ReadPricing(ref json);
            }
            else
            {
                json.Skip();
            }
        }
        if (id is not null) into.Take(id, row);
    }

    private void ReadOverrides(ref Utf8JsonReader json)
    {
        if (!PriceJson.EntersArray(ref json)) return;
        var prices = new List<(TokenClass Class, decimal? Price)>();
        while (PriceJson.NextItem(ref json))
        {
            prices.Clear();
            if (!PriceJson.IsObject(ref json) || ReadOverride(ref json, prices) is not { } above) continue;
            foreach ((TokenClass tokenClass, decimal? price) in prices) Set(tokenClass, above, price);
        }
    }

    // Null when the entry does not say from which length on it applies.
    private static long? ReadOverride(ref Utf8JsonReader json, List<(TokenClass Class, decimal? Price)> prices)
    {
        long? above = null;
        while (PriceJson.NextProperty(ref json))
        {
            if (json.ValueTextEquals("min_prompt_tokens"u8)) above = PriceJson.NextTokens(ref json);
            else if (ClassOf(ref json) is { } tokenClass) prices.Add((tokenClass, PriceJson.NextNumber(ref json)));
            else json.Skip();
        }
        return above > 0 ? above : null;
    }

    private void Set(TokenClass tokenClass, long above, decimal? price) =>
        _builder.Set(new PriceField(tokenClass, ServiceTier.Standard, above), price);

    private static TokenClass? ClassOf(ref Utf8JsonReader json) =>
        json.ValueTextEquals("prompt"u8) ? TokenClass.Input
        : json.ValueTextEquals("completion"u8) ? TokenClass.Output
        : json.ValueTextEquals("input_cache_read"u8) ? TokenClass.CacheRead
        : json.ValueTextEquals("input_cache_write"u8) ? TokenClass.CacheWrite
        : json.ValueTextEquals("input_cache_write_1h"u8) ? TokenClass.CacheWrite1h
        : json.ValueTextEquals("internal_reasoning"u8) ? TokenClass.Reasoning
        : null;
}
