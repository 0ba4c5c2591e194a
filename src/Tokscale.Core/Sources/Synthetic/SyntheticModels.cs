namespace Tokscale.Core.Sources.Synthetic;

/// <summary>Names of models as the gateway takes them: <c>hf:ORGANISATION/MODEL</c>.</summary>
internal static class SyntheticModels
{
    private const string Prefix = "hf:";

    /// <summary>The model's own name in lower case (<c>hf:zai-org/GLM-4.7</c> → <c>glm-4.7</c>).</summary>
    public static string ShortNameOf(string model)
    {
        model = model.Trim();
        if (model.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)) model = model[Prefix.Length..];
        return model[(model.LastIndexOf('/') + 1)..].ToLowerInvariant();
    }
}
