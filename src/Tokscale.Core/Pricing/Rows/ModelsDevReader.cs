using System.Text.Json;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Pricing.Rows;

/// <summary>Reads a value of a document and ends behind it.</summary>
internal delegate void JsonValueReader(ref Utf8JsonReader json);

/// <summary>
/// Reads models.dev's <c>api.json</c>: <c>{provider: {models: {id: {cost: …}}}}</c>, numbers in US dollars a million tokens.
/// Rows get the key <c>provider/id</c>.
/// </summary>
/// <param name="isWanted">Which providers to keep: most of the list are resellers at the makers' prices.</param>
internal sealed class ModelsDevReader(Func<string, bool> isWanted)
{
    private const decimal TokensPerPrice = 1_000_000m;

    private readonly PriceRowBuilder _builder = new();

    /// <summary>Adds the usable rows of a document to a list; a bad row is left out, not an error.</summary>
    /// <exception cref="JsonException">The text is no valid JSON.</exception>
    public void Read(ref Utf8JsonReader json, PriceList into)
    {
        json.Read();
        if (!PriceJson.IsObject(ref json)) return;
        while (PriceJson.NextProperty(ref json))
        {
            string provider = PriceJson.Text(ref json);
            json.Read();
            if (provider == "models") ReadFlat(ref json, into);
            else if (!isWanted(provider)) json.Skip();
            else ReadNamed(ref json, "models"u8, (ref Utf8JsonReader models) => ReadModels(ref models, provider, into));
        }
    }

    // The list made from the project's own files: {"models": {"provider/id": …}}.
    private void ReadFlat(ref Utf8JsonReader json, PriceList into)
    {
        if (!PriceJson.IsObject(ref json)) return;
        while (PriceJson.NextProperty(ref json))
        {
            string key = PriceJson.Text(ref json);
            string provider = key[..Math.Max(0, key.IndexOf('/'))];
            json.Read();
            if (isWanted(provider)) into.Take(key, ReadModel(ref json, provider));
            else json.Skip();
        }
    }

    private void ReadModels(ref Utf8JsonReader json, string provider, PriceList into)
    {
        if (!PriceJson.IsObject(ref json)) return;
        while (PriceJson.NextProperty(ref json))
        {
            string key = provider + "/" + PriceJson.Text(ref json);
            json.Read();
            into.Take(key, ReadModel(ref json, provider));
        }
    }

    private PriceRow? ReadModel(ref Utf8JsonReader json, string provider)
    {
        if (!PriceJson.IsObject(ref json)) return null;
        _builder.Clear();
        _builder.Provider = provider;
        decimal? fastInput = null;
        JsonValueReader readModes = (ref Utf8JsonReader modes) => fastInput = FastInput(ref modes);
        while (PriceJson.NextProperty(ref json))
        {
            if (json.ValueTextEquals("cost"u8)) ReadCost(ref json);
            else if (json.ValueTextEquals("experimental"u8)) ReadNext(ref json, "modes"u8, readModes);
            else if (json.ValueTextEquals("modes"u8)) ReadNext(ref json, readModes);
            else json.Skip();
        }
        // The fast mode is published as prices; every class costs the same multiple, so one of them tells it.
        if (fastInput is { } fast && _builder.Build() is { Input: > 0 } row) _builder.FastMultiplier = fast / TokensPerPrice / row.Input;
        return _builder.Build();
    }

    private void ReadCost(ref Utf8JsonReader json)
    {
        if (!PriceJson.EntersObject(ref json)) return;
        while (PriceJson.NextProperty(ref json))
        {
            if (json.ValueTextEquals("tiers"u8)) ReadTiers(ref json);
            else if (json.ValueTextEquals("context_over_200k"u8)) ReadLegacyTier(ref json);
            else if (ClassOf(ref json) is { } tokenClass) Set(tokenClass, 0, PriceJson.NextNumber(ref json));
            else json.Skip();
        }
    }

    private void ReadTiers(ref Utf8JsonReader json)
    {
        if (!PriceJson.EntersArray(ref json)) return;
        while (PriceJson.NextItem(ref json)) ReadTier(ref json, above: null);
    }

    private void ReadLegacyTier(ref Utf8JsonReader json)
    {
        json.Read();
        ReadTier(ref json, above: 200_000);
    }

    private void ReadTier(ref Utf8JsonReader json, long? above)
    {
        if (!PriceJson.IsObject(ref json)) return;
        var prices = new List<(TokenClass Class, decimal? Price)>();
        while (PriceJson.NextProperty(ref json))
        {
            if (json.ValueTextEquals("tier"u8))
            {
                ReadNext(ref json, "size"u8, (ref Utf8JsonReader size) => above = PriceJson.Tokens(ref size));
            }
            else if (ClassOf(ref json) is { } tokenClass)
            {
                prices.Add((tokenClass, PriceJson.NextNumber(ref json)));
            }
            else
            {
                json.Skip();
            }
        }
        if (above is not > 0) return;
        foreach ((TokenClass tokenClass, decimal? price) in prices) Set(tokenClass, above.Value, price);
    }

    // {"fast": {"cost": {"input": …}}}, in the flat list {"fast": {"input": …}}.
    private static decimal? FastInput(ref Utf8JsonReader json)
    {
        decimal? input = null;
        JsonValueReader readInput = (ref Utf8JsonReader value) => input = PriceNumber.Read(ref value);
        ReadNamed(ref json, "fast"u8, (ref Utf8JsonReader fast) =>
        {
            if (!PriceJson.IsObject(ref fast)) return;
            while (PriceJson.NextProperty(ref fast))
            {
                if (fast.ValueTextEquals("input"u8)) input = PriceJson.NextNumber(ref fast);
                else if (fast.ValueTextEquals("cost"u8)) ReadNext(ref fast, "input"u8, readInput);
                else fast.Skip();
            }
        });
        return input;
    }

    private void Set(TokenClass tokenClass, long above, decimal? pricePerMillion) =>
        _builder.Set(new PriceField(tokenClass, ServiceTier.Standard, above), pricePerMillion / TokensPerPrice);

    private static TokenClass? ClassOf(ref Utf8JsonReader json) =>
        json.ValueTextEquals("input"u8) ? TokenClass.Input
        : json.ValueTextEquals("output"u8) ? TokenClass.Output
        : json.ValueTextEquals("cache_read"u8) ? TokenClass.CacheRead
        : json.ValueTextEquals("cache_write"u8) ? TokenClass.CacheWrite
        : json.ValueTextEquals("reasoning"u8) ? TokenClass.Reasoning
        : null;

    private static void ReadNext(ref Utf8JsonReader json, JsonValueReader read)
    {
        json.Read();
        read(ref json);
    }

    private static void ReadNext(ref Utf8JsonReader json, ReadOnlySpan<byte> name, JsonValueReader read)
    {
        json.Read();
        ReadNamed(ref json, name, read);
    }

    // Reads the value of one name of the object under the reader and skips the rest.
    private static void ReadNamed(ref Utf8JsonReader json, ReadOnlySpan<byte> name, JsonValueReader read)
    {
        if (!PriceJson.IsObject(ref json)) return;
        while (PriceJson.NextProperty(ref json))
        {
            bool isWanted = json.ValueTextEquals(name);
            json.Read();
            if (isWanted) read(ref json);
            else json.Skip();
        }
    }
}
