namespace Tokscale.Core.Pricing.Lookup;

/// <summary>Names that agents gave to models of another name, with the rows that price them, best first.</summary>
internal static class ModelAliases
{
    private static readonly Dictionary<string, string[]> s_targets = new(StringComparer.Ordinal)
    {
        // OpenCode's stealth names, priced as the models behind them turned out.
        ["big-pickle"] = ["openrouter:z-ai/glm-4.7", "litellm:zai/glm-4.7"],
        ["bigpickle"] = ["openrouter:z-ai/glm-4.7", "litellm:zai/glm-4.7"],
        ["glm-4.7-free"] = ["openrouter:z-ai/glm-4.7", "litellm:zai/glm-4.7"],
        ["grok-code"] = ["litellm:xai/grok-code-fast-1"],
        ["k2p5"] = ["litellm:moonshot/kimi-k2.5"],
        ["k2-p5"] = ["litellm:moonshot/kimi-k2.5"],
        ["kimi-for-coding"] = ["litellm:moonshot/kimi-k2.5"],
        ["k2p6"] = ["litellm:moonshot/kimi-k2.6"],
        ["k2-p6"] = ["litellm:moonshot/kimi-k2.6"],
        ["coder-model"] = ["litellm:dashscope/qwen3-coder-plus"],
        // Antigravity's numbers for the models of its picker.
        ["model_placeholder_m7"] = ["litellm:gemini-3-pro-preview"],
        ["model_placeholder_m8"] = ["litellm:gemini-3-pro-preview"],
        ["model_placeholder_m16"] = ["litellm:gemini-3.1-pro-preview"],
        ["model_placeholder_m36"] = ["litellm:gemini-3.1-pro-preview"],
        ["model_placeholder_m37"] = ["litellm:gemini-3.1-pro-preview"],
        ["model_placeholder_m18"] = ["litellm:gemini-3-flash-preview"],
        ["model_placeholder_m47"] = ["litellm:gemini-3-flash-preview"],
        ["model_placeholder_m84"] = ["litellm:gemini-3-flash-preview"],
        ["model_placeholder_m20"] = ["litellm:gemini-3.5-flash"],
        ["model_placeholder_m132"] = ["litellm:gemini-3.5-flash"],
        ["model_placeholder_m133"] = ["litellm:gemini-3.5-flash"],
        ["model_placeholder_m187"] = ["litellm:gemini-3.5-flash"],
        ["model_placeholder_m71"] = ["litellm:gemini-3.6-flash"],
        ["model_placeholder_m72"] = ["litellm:gemini-3.6-flash"],
        ["model_placeholder_m73"] = ["litellm:gemini-3.6-flash"],
        ["model_placeholder_m26"] = ["litellm:claude-opus-4-6"],
        ["model_placeholder_m35"] = ["litellm:claude-sonnet-4-6"],
    };

    /// <summary>The <c>source:key</c> targets of a name in lower case; null when it is no other name.</summary>
    public static string[]? TargetsOf(string name) => s_targets.GetValueOrDefault(name.Replace(' ', '-'));
}
