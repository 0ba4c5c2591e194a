namespace Tokscale.Core.Pricing;

/// <summary>The public names of the price sources.</summary>
public static class PriceSources
{
    public const string LiteLlm = "litellm";
    public const string OpenRouter = "openrouter";
    public const string ModelsDev = "models.dev";

    /// <summary>Prices and rules that the program itself brings.</summary>
    public const string Builtin = "builtin";

    /// <summary>The user's own file.</summary>
    public const string Custom = "custom";
}
