using System.Text;

namespace Tokscale.Core.Sources.Droid;

/// <summary>Makes a model id of what a session says of its model.</summary>
internal static class DroidModel
{
    /// <summary>Starts the names of models under the user's own keys.</summary>
    public const string CustomPrefix = "custom:";

    /// <summary>The id: the model as logged, or from a label, or a stand-in for what the provider is.</summary>
    /// <param name="model">As logged; empty when it is not.</param>
    /// <param name="transcriptLabel">The label in the transcript; null when there is none.</param>
    /// <param name="providerLock">As logged; empty when it is not.</param>
    public static string IdOf(string model, string? transcriptLabel, string providerLock)
    {
        bool isCustom = model.StartsWith(CustomPrefix, StringComparison.Ordinal);
        if (model.Length > 0 && !isCustom) return model;
        string id = OfLabel(isCustom ? model[CustomPrefix.Length..] : transcriptLabel ?? string.Empty);
        return id.Length > 0 ? id : OfProvider(providerLock);
    }

    /// <summary>Labels are for people: <c>Claude-Opus-4.5-Thinking-[Anthropic]-0</c>.</summary>
    private static string OfLabel(string label)
    {
        var id = new StringBuilder(label.Length);
        int depth = 0;
        foreach (char character in label)
        {
            if (character == '[') depth++;
            else if (character == ']') depth = Math.Max(0, depth - 1);
            else if (depth > 0) continue;
            else if (character is '-' || char.IsWhiteSpace(character))
            {
                if (id.Length > 0 && id[^1] != '-') id.Append('-');
            }
            else id.Append(char.ToLowerInvariant(character));
        }
        return id.ToString().TrimEnd('-');
    }

    private static string OfProvider(string providerLock) => providerLock switch
    {
        "anthropic" => "claude-unknown",
        "openai" => "gpt-unknown",
        "google" => "gemini-unknown",
        "xai" => "grok-unknown",
        _ => "unknown",
    };
}
