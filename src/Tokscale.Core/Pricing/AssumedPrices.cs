namespace Tokscale.Core.Pricing;

/// <summary>Prices that the source does not publish and that were taken from somewhere else.</summary>
[Flags]
public enum AssumedPrices : byte
{
    None = 0,

    /// <summary>Cache reads are billed at the input price.</summary>
    CacheRead = 1,

    /// <summary>Cache reads are billed as another source says for the same model at the same price.</summary>
    CacheReadBorrowed = 2,

    /// <summary>Cache writes are billed at the input price, or at the maker's usual surcharge on it.</summary>
    CacheWrite = 4,

    /// <summary>Hour-long cache writes are billed at the usual multiple: no price is published, or an impossible one.</summary>
    CacheWrite1h = 8,
}
