using Tokscale.Core.Usage;

namespace Tokscale.Core.Reports;

/// <summary>The numbers of a row or of all rows.</summary>
public sealed record UsageFigures
{
    public static UsageFigures Zero { get; } = new() { CostUsd = 0 };

    public TokenCounts Tokens { get; init; }

    /// <summary>Messages, as the sources count them.</summary>
    public long Messages { get; init; }

    public long WebSearches { get; init; }

    /// <summary>US dollars. Null when nothing here could be priced; without the unpriced calls when only a part could.</summary>
    public decimal? CostUsd { get; init; }

    public CostSource CostSource { get; init; }

    /// <summary>Tokens of calls without a price.</summary>
    public long UnpricedTokens { get; init; }

    /// <summary>Some tokens are estimates of the agent, or some price stands in for one that is not published.</summary>
    public bool IsEstimated { get; init; }

    public CallSpeed Speed { get; init; }

    /// <summary>What is to be said of the cost.</summary>
    public CellMarks Marks =>
        CostUsd is null
            ? CellMarks.Unpriced
            : (UnpricedTokens > 0 ? CellMarks.PartlyUnpriced : CellMarks.None) | (IsEstimated ? CellMarks.Estimated : CellMarks.None);

    public long TotalTokens => TokenSums.Total(Tokens);

    /// <summary>US dollars for a million tokens; null without priced tokens.</summary>
    public decimal? CostPerMillionUsd =>
        CostUsd is { } cost && TotalTokens - UnpricedTokens is > 0 and var priced ? cost * 1_000_000m / priced : null;

    public static UsageFigures operator +(UsageFigures a, UsageFigures b) => new()
    {
        Tokens = TokenSums.Add(a.Tokens, b.Tokens),
        Messages = a.Messages + b.Messages,
        WebSearches = a.WebSearches + b.WebSearches,
        CostUsd = AddCosts(a, b),
        CostSource = a.CostSource | b.CostSource,
        UnpricedTokens = TokenSums.Add(a.UnpricedTokens, b.UnpricedTokens),
        IsEstimated = a.IsEstimated || b.IsEstimated,
        Speed = a.Speed + b.Speed,
    };

    // Nothing at all costs 0, but nothing plus something unpriced must not come out as free.
    private static decimal? AddCosts(UsageFigures a, UsageFigures b)
    {
        bool isUnpriced = (a.CostSource | b.CostSource) == CostSource.None && (a.UnpricedTokens | b.UnpricedTokens) != 0;
        return isUnpriced ? null : (a.CostUsd ?? 0) + (b.CostUsd ?? 0);
    }
}
