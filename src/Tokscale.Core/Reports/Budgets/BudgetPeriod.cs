namespace Tokscale.Core.Reports.Budgets;

/// <summary>How long a budget lasts before it begins anew.</summary>
public enum BudgetPeriod : byte
{
    Day,
    Week,
    Month,
}
