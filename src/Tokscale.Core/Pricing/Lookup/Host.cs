namespace Tokscale.Core.Pricing.Lookup;

/// <summary>Who served a model, and where the sources keep that provider's prices.</summary>
internal sealed record Host(string Name, HostKind Kind)
{
    /// <summary>Other names of it.</summary>
    public string[] Aliases { get; init; } = [];

    /// <summary>LiteLLM's provider names of it; those that end in <c>*</c> are beginnings.</summary>
    public string[] LiteLlmProviders { get; init; } = [];

    /// <summary>What LiteLLM's keys of it begin with, best first.</summary>
    public string[] LiteLlmPrefixes { get; init; } = [];

    /// <summary>Its names in models.dev.</summary>
    public string[] ModelsDevProviders { get; init; } = [];

    /// <summary>Prices depend on the region that a key or an id names.</summary>
    public bool IsRegional { get; init; }

    /// <summary>The maker it is; null when it is none.</summary>
    public Maker? Maker { get; init; }

    /// <summary>Calls are paid by a plan, not by token.</summary>
    public bool IsSubscription { get; init; }

    /// <summary>True when LiteLLM's provider name is one of this host.</summary>
    public bool Owns(string? liteLlmProvider)
    {
        if (liteLlmProvider is null) return false;
        foreach (string name in LiteLlmProviders)
        {
            bool isMatch = name[^1] == '*'
                ? liteLlmProvider.AsSpan().StartsWith(name.AsSpan(0, name.Length - 1), StringComparison.OrdinalIgnoreCase)
                : liteLlmProvider.Equals(name, StringComparison.OrdinalIgnoreCase);
            if (isMatch) return true;
        }
        return false;
    }
}
