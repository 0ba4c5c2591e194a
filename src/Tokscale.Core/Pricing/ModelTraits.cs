namespace Tokscale.Core.Pricing;

/// <summary>Billing and naming habits of a maker that price lists do not spell out.</summary>
[Flags]
internal enum ModelTraits
{
    None = 0,

    /// <summary>Cache writes cost 1.25 times the input price, for an hour 2 times, where no price is published.</summary>
    CacheWriteSurcharge = 1,

    /// <summary>The long-context price applies from the threshold on, not only above it.</summary>
    InclusiveThreshold = 2,

    /// <summary>"Priority" is reserved capacity at the standard price.</summary>
    PriorityIsStandard = 4,

    /// <summary>The fast mode ends where long-context prices begin.</summary>
    FastIsShortOnly = 8,

    /// <summary>A <c>-fast</c> at the end of an id names the fast mode of the model before it.</summary>
    FastSuffix = 16,

    /// <summary>A <c>-thinking</c> at the end of an id is a setting, not another model.</summary>
    ThinkingSuffix = 32,

    /// <summary><c>-max</c>, <c>-1m</c> and <c>-cc</c> are settings, not another model.</summary>
    ContextSuffix = 64,

    /// <summary><c>small</c>, <c>medium</c>, <c>large</c> are sizes of models here, not efforts.</summary>
    NoEffortSuffix = 128,

    /// <summary>Ids differ from the list's keys by release stamps and <c>-preview</c> only.</summary>
    WeakNames = 256,

    /// <summary>Version and family change places in ids.</summary>
    FamilyFirst = 512,

    /// <summary>A name without a version, ending in <c>-latest</c>, moves on to other models.</summary>
    FloatingLatest = 1024,

    /// <summary>Keeping a cache is billed by the hour, which no log tells.</summary>
    CacheStorageFee = 2048,
}
