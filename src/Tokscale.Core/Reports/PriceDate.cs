namespace Tokscale.Core.Reports;

/// <summary>Which day's prices a call is billed at.</summary>
public enum PriceDate : byte
{
    /// <summary>Today's, for every call.</summary>
    Now,

    /// <summary>Those of the call's own day, as far as changes of price are known. Days are those of UTC, whatever the report's zone.</summary>
    Message,
}
