namespace Tokscale.Core.Pricing;

/// <summary>Where a request's class had no published price of its own.</summary>
[Flags]
public enum PriceNotes : byte
{
    None = 0,

    /// <summary>No priority price is published: the standard one is used.</summary>
    PriorityNotPublished = 1,

    /// <summary>Priority is not offered for long prompts: the standard long-context price is used.</summary>
    PriorityNotOfferedLong = 2,

    /// <summary>No flex or batch price is published: half the standard one is used.</summary>
    HalfPriceAssumed = 4,

    /// <summary>Flex or batch is not published for long prompts: its usual discount is taken off the long-context price.</summary>
    LongDiscountAssumed = 8,

    /// <summary>No fast-mode price is published: the standard one is used.</summary>
    FastNotPublished = 16,

    /// <summary>The record sums several requests, so a long-context surcharge could not be applied.</summary>
    BandUnknown = 32,
}
