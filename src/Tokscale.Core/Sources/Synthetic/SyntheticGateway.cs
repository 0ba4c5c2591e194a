namespace Tokscale.Core.Sources.Synthetic;

/// <summary>Tells calls that went through the gateway, and the models it serves.</summary>
internal static class SyntheticGateway
{
    /// <summary>How the gateway's models are asked for, and how its own suppliers answer.</summary>
    private static readonly string[] s_modelStarts = ["hf:", "accounts/fireworks/", "accounts/together/"];

    private static readonly string[] s_providers = ["synthetic", "synthetic.new", "glhf", "octofriend"];

    public static bool Serves(string? model, string? provider) =>
        model is not null && Array.Exists(s_modelStarts, start => model.StartsWith(start, StringComparison.OrdinalIgnoreCase))
        || provider is not null && Array.Exists(s_providers, name => provider.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The model's own name in lower case (<c>hf:zai-org/GLM-4.7</c> → <c>glm-4.7</c>).</summary>
    public static string ShortNameOf(string model)
    {
        model = model.Trim();
        string start = s_modelStarts[0];
        if (model.StartsWith(start, StringComparison.OrdinalIgnoreCase)) model = model[start.Length..];
        return model[(model.LastIndexOf('/') + 1)..].ToLowerInvariant();
    }
}
