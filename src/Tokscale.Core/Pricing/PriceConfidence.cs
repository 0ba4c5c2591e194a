namespace Tokscale.Core.Pricing;

/// <summary>How sure it is that a price belongs to a model.</summary>
public enum PriceConfidence : byte
{
    /// <summary>Candidates only: sources disagree. Not used unless asked for.</summary>
    Low,

    /// <summary>The name differs in release stamps, or the price is the maker's although another provider served the model.</summary>
    Medium,

    /// <summary>The same model in another spelling.</summary>
    High,

    /// <summary>An entry of the table of other names.</summary>
    Alias,

    /// <summary>The id is the key of the price list.</summary>
    Exact,

    /// <summary>From the user's own file.</summary>
    Custom,
}
