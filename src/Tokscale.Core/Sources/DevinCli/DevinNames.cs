using Tokscale.Core.Sources.Shared;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.DevinCli;

/// <summary>Names that both stores leave to be worked out.</summary>
internal static class DevinNames
{
    /// <summary>A word for "choose one for me", where a model's name is expected.</summary>
    private const string Routing = "adaptive";

    /// <summary>Sets model and provider.</summary>
    /// <param name="usage">The call.</param>
    /// <param name="candidates">Names that may be the model's, best first.</param>
    /// <param name="sink">Resolves them.</param>
    public static void SetModel(ref UsageEvent usage, ReadOnlySpan<NameId> candidates, UsageSink sink)
    {
        string? model = null;
        foreach (NameId candidate in candidates)
        {
            string? name = sink.NameOf(candidate);
            if (model is null && name is not null && !name.Equals(Routing, StringComparison.OrdinalIgnoreCase)) model = name;
        }
        usage.Model = sink.Name(model ?? "unknown");
        usage.Provider = sink.Name(ModelProvider.Of(model) ?? "cognition");
    }
}
