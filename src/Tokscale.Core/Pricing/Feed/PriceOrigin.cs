namespace Tokscale.Core.Pricing.Feed;

/// <summary>Where the list in use comes from.</summary>
public enum PriceOrigin : byte
{
    /// <summary>Built into the program.</summary>
    Embedded,

    /// <summary>Kept from an earlier run.</summary>
    Cache,

    /// <summary>Fetched, or confirmed as unchanged, in this run.</summary>
    Network,
}
