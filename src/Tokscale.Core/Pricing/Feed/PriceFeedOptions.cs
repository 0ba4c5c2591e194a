using Tokscale.Core.Files;

namespace Tokscale.Core.Pricing.Feed;

/// <summary>Where prices are fetched from and kept, and whether that is allowed.</summary>
public sealed record PriceFeedOptions
{
    /// <summary>The folder of the caches; null to keep nothing.</summary>
    public string? CacheFolder { get; init; }

    /// <summary>Opens no connection: caches of any age and the embedded prices are all there is.</summary>
    public bool IsOffline { get; init; }

    /// <summary>Fetches although the caches are fresh or an attempt has just failed.</summary>
    public bool IsRefresh { get; init; }

    /// <summary>LiteLLM's list.</summary>
    public string LiteLlmUrl { get; init; } = "https://raw.githubusercontent.com/BerriAI/litellm/main/model_prices_and_context_window.json";

    /// <summary>OpenRouter's list; a model's endpoints are below it.</summary>
    public string OpenRouterUrl { get; init; } = "https://openrouter.ai/api/v1/models";

    /// <summary>The list of models.dev.</summary>
    public string ModelsDevUrl { get; init; } = "https://models.dev/api.json";

    /// <summary>The clock that ages and delays go by.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>The options that a user's environment sets: <c>TOKSCALE_OFFLINE</c> and an address for each source.</summary>
    /// <param name="home">Whose environment.</param>
    /// <param name="cacheFolder">The folder of the caches; null to keep nothing.</param>
    public static PriceFeedOptions Of(HomeDirectory? home, string? cacheFolder)
    {
        var options = new PriceFeedOptions { CacheFolder = cacheFolder };
        if (home is null) return options;
        return options with
        {
            IsOffline = home.Variable("TOKSCALE_OFFLINE") is { } offline && offline.Trim() is not ("0" or "false"),
            LiteLlmUrl = home.Variable("TOKSCALE_LITELLM_URL") ?? options.LiteLlmUrl,
            OpenRouterUrl = home.Variable("TOKSCALE_OPENROUTER_URL") ?? options.OpenRouterUrl,
            ModelsDevUrl = home.Variable("TOKSCALE_MODELS_DEV_URL") ?? options.ModelsDevUrl,
        };
    }
}
