namespace Tokscale.Core.Pricing.Lookup;

/// <summary>A company that makes models, and where each source keeps its own prices of them.</summary>
/// <param name="Name">Lower-case name.</param>
internal sealed record Maker(string Name)
{
    /// <summary>The letters that the names of its models begin with.</summary>
    public string[] Families { get; init; } = [];

    /// <summary>Names under which logs and ids mean it.</summary>
    public string[] Aliases { get; init; } = [];

    /// <summary>LiteLLM's names of its own service.</summary>
    public string[] LiteLlmProviders { get; init; } = [];

    /// <summary>What LiteLLM's keys of it begin with, best first; "" for keys without a prefix.</summary>
    public string[] LiteLlmPrefixes { get; init; } = [];

    /// <summary>Its providers in models.dev, best first.</summary>
    public string[] ModelsDevProviders { get; init; } = [];

    /// <summary>Its author names in OpenRouter's ids.</summary>
    public string[] OpenRouterAuthors { get; init; } = [];

    /// <summary>Its own endpoint's display name in OpenRouter; null when it serves none there.</summary>
    public string? EndpointName { get; init; }

    public ModelTraits Traits { get; init; }

    public bool Equals(Maker? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);
}
