using System.Text.Json;
using Tokscale.Core.Pricing.Lookup;
using Tokscale.Core.Pricing.Rows;

namespace Tokscale.Core.Pricing.Feed;

/// <summary>Reads a source's own document into a list.</summary>
internal delegate void DocumentReader(ref Utf8JsonReader json, PriceList into);

/// <summary>One source of prices that is fetched.</summary>
/// <param name="Name">The source, by <see cref="PriceSources"/>.</param>
/// <param name="CacheFile">The name of its cache.</param>
/// <param name="Url">Where its document is.</param>
/// <param name="Read">Reads the document.</param>
/// <param name="Anchors">Rows that every real document has; one that lacks any is not what it says.</param>
/// <param name="Embedded">The list that the program was built with.</param>
internal sealed record FeedSource(
    string Name, string CacheFile, string Url, DocumentReader Read, string[] Anchors, CatalogIndex Embedded)
{
    private static readonly string[] s_liteLlmAnchors =
        ["gpt-4o", "claude-sonnet-4-5", "gemini-2.5-pro", "deepseek/deepseek-chat", "mistral/mistral-large-latest"];

    private static readonly string[] s_openRouterAnchors =
        ["openai/gpt-4o-mini", "anthropic/claude-sonnet-4.5", "google/gemini-2.5-pro", "deepseek/deepseek-chat", "openai/gpt-5"];

    private static readonly string[] s_modelsDevAnchors =
        ["openai/gpt-5", "anthropic/claude-sonnet-4-5", "google/gemini-2.5-pro", "deepseek/deepseek-chat", "xai/grok-4.3"];

    /// <summary>The three sources: LiteLLM, OpenRouter, models.dev.</summary>
    public static FeedSource[] All(PriceFeedOptions options)
    {
        Snapshot.PriceSnapshot embedded = Snapshot.PriceSnapshot.Embedded;
        return
        [
            new(PriceSources.LiteLlm, "pricing-litellm.json", options.LiteLlmUrl, ReadLiteLlm, s_liteLlmAnchors, embedded.LiteLlm),
            new(PriceSources.OpenRouter, "pricing-openrouter.json", options.OpenRouterUrl, ReadOpenRouter, s_openRouterAnchors,
                embedded.OpenRouter),
            new(PriceSources.ModelsDev, "pricing-models-dev.json", options.ModelsDevUrl, ReadModelsDev, s_modelsDevAnchors,
                embedded.ModelsDev),
        ];
    }

    /// <summary>Reads a document of the source.</summary>
    /// <exception cref="JsonException">It is no valid JSON.</exception>
    public PriceList Parse(ReadOnlySpan<byte> document, DateOnly date)
    {
        var list = new PriceList(Name, date);
        var json = new Utf8JsonReader(document, PriceLimits.Json);
        Read(ref json, list);
        return list;
    }

    private static void ReadLiteLlm(ref Utf8JsonReader json, PriceList into)
    {
        json.Read();
        new LiteLlmReader().ReadRows(ref json, into);
    }

    private static void ReadOpenRouter(ref Utf8JsonReader json, PriceList into) => new OpenRouterReader().Read(ref json, into);

    private static void ReadModelsDev(ref Utf8JsonReader json, PriceList into) =>
        new ModelsDevReader(ModelsDevProviders.IsWanted).Read(ref json, into);
}
