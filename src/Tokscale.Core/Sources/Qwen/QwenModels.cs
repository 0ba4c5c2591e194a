using Tokscale.Core.Sources.Shared;

namespace Tokscale.Core.Sources.Qwen;

/// <summary>Tells who serves a model.</summary>
internal static class QwenModels
{
    /// <summary>The maker's own, also under the names of its free tier (<c>coder-model</c>), unless the name tells another.</summary>
    public static string ProviderOf(string model) => ModelProvider.Of(model) ?? "alibaba";
}
