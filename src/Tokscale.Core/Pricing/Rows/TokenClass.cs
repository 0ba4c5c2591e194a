namespace Tokscale.Core.Pricing.Rows;

/// <summary>The kinds of token that price lists know.</summary>
internal enum TokenClass : byte
{
    Input,
    Output,
    CacheRead,

    /// <summary>A cache write with the usual lifetime.</summary>
    CacheWrite,

    /// <summary>A cache write kept for an hour.</summary>
    CacheWrite1h,

    Reasoning,
}
