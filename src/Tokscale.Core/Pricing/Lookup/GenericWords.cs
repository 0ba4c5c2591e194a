namespace Tokscale.Core.Pricing.Lookup;

/// <summary>Words that agents log in place of a model: routing labels, sizes, families without a version.</summary>
internal static class GenericWords
{
    private static readonly HashSet<string> s_labels = new(StringComparer.Ordinal)
    {
        "auto", "default", "router", "premium", "unknown", "none", "null", "undefined", "n/a", "model",
        "models", "test", "custom", "other",
        "openrouter/auto", "openrouter/auto-beta", "openrouter/free", "openrouter/fusion", "openrouter/bodybuilder",
        "openrouter/pareto-code", "codex-auto-review", "gemini-default", "default_model", "default-model",
        "model-router", "model_router", "auto-beta",
        "gemini-auto", "claude-default", "gpt-default", "mixed", "multiple", "assistant", "agent", "chat",
        "cloud", "local", "free",
    };

    private static readonly HashSet<string> s_words = new(StringComparer.Ordinal)
    {
        "opus", "sonnet", "haiku", "fable", "mythos", "mini", "nano", "micro", "lite", "pro", "max", "plus",
        "ultra", "flash", "turbo", "fast",
        "small", "medium", "large", "high", "low", "xhigh", "minimal", "thinking", "reasoning", "instruct",
        "preview", "latest",
        "code", "coder", "coding", "vision", "image", "audio", "gpt", "o", "chatgpt", "codex", "k", "v", "r", "m",
    };

    /// <summary>True when the name cannot be that of one model.</summary>
    public static bool IsNoModel(string name)
    {
        if (name.Length == 0 || name[0] == '<') return true;
        if (s_labels.Contains(name) || s_words.Contains(name)) return true;
        if (!name.AsSpan().ContainsAnyExcept("0123456789.")) return true;
        // A family is all letters; o3 and command-r are models.
        return Makers.IsFamily(name) && name is not ("command" or "sonar");
    }
}
