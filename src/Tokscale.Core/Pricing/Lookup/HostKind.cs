namespace Tokscale.Core.Pricing.Lookup;

/// <summary>What the provider of a call means for its price.</summary>
internal enum HostKind : byte
{
    /// <summary>The log does not say, or names an agent: the maker's list price counts.</summary>
    None,

    /// <summary>The maker itself.</summary>
    Maker,

    /// <summary>A cloud with a price list of its own.</summary>
    Metered,

    /// <summary>A router with a price list of its own that knows every model by author and name.</summary>
    OpenRouter,

    /// <summary>A program on the user's machine.</summary>
    Local,

    /// <summary>A name that is not known here; it may still be one that a price list knows.</summary>
    Unknown,
}
