using Tokscale.Core.Usage;

namespace Tokscale.Core.Recounting;

/// <summary>Sums over billed calls.</summary>
/// <param name="Calls">Billed calls.</param>
/// <param name="Messages">Messages they count as.</param>
/// <param name="Tokens">Tokens by class.</param>
/// <param name="LoggedCostUsd">Dollars that the log states, in whole picodollars; 0 where it states none.</param>
public readonly record struct GroupFigures(long Calls, long Messages, TokenCounts Tokens, decimal LoggedCostUsd)
{
    private const decimal PicoUsdPerUsd = 1_000_000_000_000m;

    public static GroupFigures Of(in UsageEvent call) => new(1, call.Messages, call.Tokens, WholePico(call.LoggedCostUsd));

    public static GroupFigures Of(RecountedCall call) => new(1, call.Messages, call.Tokens, WholePico(call.CostUsd));

    public static GroupFigures operator +(GroupFigures a, GroupFigures b) =>
        new(a.Calls + b.Calls, a.Messages + b.Messages, a.Tokens + b.Tokens, a.LoggedCostUsd + b.LoggedCostUsd);

    private static decimal WholePico(decimal? costUsd) => decimal.Truncate((costUsd ?? 0) * PicoUsdPerUsd) / PicoUsdPerUsd;
}
