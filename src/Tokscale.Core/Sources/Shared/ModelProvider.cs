using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Shared;

/// <summary>Tells who serves a model where the log has only the model's id.</summary>
public static class ModelProvider
{
    private static readonly (string Prefix, string Provider)[] s_families =
    [
        ("claude", "anthropic"), ("gpt", "openai"), ("o1", "openai"), ("o3", "openai"), ("o4", "openai"), ("codex", "openai"),
        ("gemini", "google"), ("gemma", "google"), ("grok", "xai"), ("deepseek", "deepseek"), ("glm", "zai"), ("kimi", "moonshotai"),
        ("minimax", "minimax"), ("qwen", "alibaba"), ("mistral", "mistral"), ("codestral", "mistral"), ("devstral", "mistral"),
        ("llama", "meta"),
    ];

    /// <summary>
    /// The provider by a <c>provider/model</c> prefix or by the model's family; null when neither is known. Of an API's own paths
    /// <c>accounts/PROVIDER/…</c> names it, and <c>models/…</c> says nothing.
    /// </summary>
    public static string? Of(ReadOnlySpan<char> modelId)
    {
        foreach (string folder in (ReadOnlySpan<string>)["accounts/", "models/"])
            if (modelId.StartsWith(folder, StringComparison.OrdinalIgnoreCase)) modelId = modelId[folder.Length..];
        int slash = modelId.IndexOf('/');
        if (slash > 0) return modelId[..slash].ToString();
        foreach ((string prefix, string provider) in s_families)
        {
            if (modelId.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)) return provider;
        }
        return null;
    }

    /// <summary>As <see cref="Of(ReadOnlySpan{char})"/>, of a name; unknown when neither is known.</summary>
    public static NameId Of(NameId model, UsageSink sink) => sink.Name(Of(sink.NameOf(model)));

    /// <summary>True when a provider is a server on the user's own machine, whose calls cost nothing.</summary>
    public static bool IsLocal(ReadOnlySpan<byte> provider) =>
        provider.SequenceEqual("local"u8) || provider.SequenceEqual("ollama"u8) || provider.SequenceEqual("lmstudio"u8)
        || provider.SequenceEqual("llama.cpp"u8) || provider.SequenceEqual("vllm"u8);
}
