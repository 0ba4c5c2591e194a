namespace Tokscale.Core.Reports.Budgets;

/// <summary>How far a budget is used up.</summary>
/// <param name="Budget">The limit.</param>
/// <param name="Days">The present period.</param>
/// <param name="SpentUsd">Cost so far, without what has no price.</param>
/// <param name="UnpricedTokens">Tokens without a price.</param>
/// <param name="Forecast">Cost at the end of the period.</param>
public sealed record BudgetStatus(Budget Budget, DateRange Days, decimal SpentUsd, long UnpricedTokens, CostForecast Forecast)
{
    private static readonly decimal[] s_thresholds = [0.5m, 0.8m, 1m];

    /// <summary>1 when all is spent.</summary>
    public decimal Share => Budget.LimitUsd == 0 ? (SpentUsd > 0 ? 1 : 0) : SpentUsd / Budget.LimitUsd;

    public bool IsOver => SpentUsd > Budget.LimitUsd;

    /// <summary>The highest of 0.5, 0.8 and 1 that is reached; null below all.</summary>
    public decimal? Threshold
    {
        get
        {
            decimal share = Share;
            return s_thresholds.Where(threshold => share >= threshold).Select(threshold => (decimal?)threshold).LastOrDefault();
        }
    }
}
