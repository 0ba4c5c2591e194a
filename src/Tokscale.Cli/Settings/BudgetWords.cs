using Tokscale.Core.Reports.Budgets;

namespace Tokscale.Cli.Settings;

/// <summary>The words for periods of budgets.</summary>
internal static class BudgetWords
{
    public static string NameOf(BudgetPeriod period) => period.ToString().ToLowerInvariant();

    /// <summary>The period with a name; null when there is none.</summary>
    public static BudgetPeriod? PeriodOf(string? name) => name?.ToLowerInvariant() switch
    {
        "day" => BudgetPeriod.Day,
        "week" => BudgetPeriod.Week,
        "month" => BudgetPeriod.Month,
        _ => null,
    };

    /// <summary>What a budget limits, in a few words.</summary>
    public static string ScopeOf(Budget budget) => (budget.Client, budget.Project) switch
    {
        (null, null) => "all",
        (null, { } project) => project,
        ({ } client, null) => client,
        ({ } client, { } project) => $"{client} in {project}",
    };
}
