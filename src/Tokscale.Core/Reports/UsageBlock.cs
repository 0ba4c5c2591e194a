using Tokscale.Core.Usage;

namespace Tokscale.Core.Reports;

/// <summary>A billing window with its calls, or a gap between two windows.</summary>
public sealed record UsageBlock
{
    /// <summary>UTC milliseconds since 1970, at a full hour; for a gap, the end of the window before.</summary>
    public required long StartMs { get; init; }

    /// <summary>When the window ends; for a gap, when the next one begins.</summary>
    public required long EndMs { get; init; }

    /// <summary>Time of the last call; null in gaps.</summary>
    public long? LastCallMs { get; init; }

    /// <summary>Time of the first call; null in gaps.</summary>
    public long? FirstCallMs { get; init; }

    /// <summary>Calls may still be added.</summary>
    public bool IsActive { get; init; }

    public bool IsGap { get; init; }

    public int CallCount { get; init; }

    /// <summary>What the calls were billed at.</summary>
    public IReadOnlyList<AppliedPrice> Prices
    {
        get;
        init
        {
            field = value;
            Figures = value.Aggregate(UsageFigures.Zero, (sum, price) => sum + price.Figures);
        }
    } = [];

    /// <summary>The sums of the window.</summary>
    public UsageFigures Figures { get; private init; } = UsageFigures.Zero;

    public TokenCounts Tokens => Figures.Tokens;

    public long TotalTokens => Figures.TotalTokens;

    /// <summary>US dollars; null when no call has a price, 0 in gaps.</summary>
    public decimal? CostUsd => Figures.CostUsd;

    /// <summary>Tokens without a price.</summary>
    public long UnpricedTokens => Figures.UnpricedTokens;

    /// <summary>Exact ids, in order of first use.</summary>
    public IReadOnlyList<string> ModelIds { get; init; } = [];

    /// <summary>How fast an active window is used up; null for others and for one with a single moment of calls.</summary>
    public BurnRate? BurnRate => IsActive && FirstCallMs is { } first && LastCallMs is { } last && last > first
        ? new BurnRate(this, (last - first) / 60_000.0)
        : null;

    /// <summary>Minutes to the end of the window.</summary>
    public long RemainingMinutes(long nowMs) => Math.Max(0, (EndMs - nowMs + 30_000) / 60_000);
}
