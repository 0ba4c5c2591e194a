namespace Tokscale.Core.Reports.Budgets;

/// <summary>What a period will cost when the days to come are like the last four weeks.</summary>
/// <param name="LowUsd">Nine of ten such periods cost more.</param>
/// <param name="ExpectedUsd">The mean.</param>
/// <param name="HighUsd">Nine of ten such periods cost less.</param>
public readonly record struct CostForecast(decimal LowUsd, decimal ExpectedUsd, decimal HighUsd)
{
    /// <summary>How many days before today are looked at.</summary>
    public const int HistoryDays = 28;

    // Eight of ten values of a normal distribution lie within this many standard deviations.
    private const double Deviations = 1.2816;

    /// <param name="spentUsd">Cost of the period so far.</param>
    /// <param name="daysLeft">Whole days of the period after today.</param>
    /// <param name="historyUsd">Cost of each day before today, days without usage too.</param>
    public static CostForecast Of(decimal spentUsd, int daysLeft, IReadOnlyList<decimal> historyUsd)
    {
        if (daysLeft == 0 || historyUsd.Count == 0) return new CostForecast(spentUsd, spentUsd, spentUsd);
        decimal mean = historyUsd.Average();
        double variance = historyUsd.Average(day => Math.Pow((double)(day - mean), 2));
        var spread = (decimal)(Deviations * Math.Sqrt(variance * daysLeft));
        decimal expected = spentUsd + mean * daysLeft;
        return new CostForecast(Math.Max(spentUsd, expected - spread), expected, expected + spread);
    }
}
