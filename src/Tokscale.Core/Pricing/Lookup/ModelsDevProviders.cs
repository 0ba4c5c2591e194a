namespace Tokscale.Core.Pricing.Lookup;

/// <summary>Which providers of models.dev are kept: the makers, and the hosts that bring prices of their own.</summary>
internal static class ModelsDevProviders
{
    private static readonly HashSet<string> s_wanted = new(
        [
            .. Makers.All.SelectMany(maker => maker.ModelsDevProviders),
            "opencode", "amazon-bedrock", "google-vertex", "google-vertex-anthropic", "azure", "groq", "cerebras", "fireworks-ai",
            "togetherai", "deepinfra", "baseten", "nebius", "novita-ai", "huggingface", "siliconflow", "chutes", "venice", "vercel",
            "requesty", "cloudflare-workers-ai", "scaleway", "ovhcloud", "io-net", "friendli", "v0", "nova",
        ],
        StringComparer.Ordinal);

    public static bool IsWanted(string provider) => s_wanted.Contains(provider);
}
