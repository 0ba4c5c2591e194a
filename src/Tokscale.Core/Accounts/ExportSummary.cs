namespace Tokscale.Core.Accounts;

/// <summary>What an export holds.</summary>
/// <param name="RowCount">Its rows, without those that cannot be read.</param>
/// <param name="FirstDay">The first day with a row, in UTC; null when there is none.</param>
/// <param name="LastDay">The last day with a row, in UTC; null when there is none.</param>
public readonly record struct ExportSummary(long RowCount, DateOnly? FirstDay, DateOnly? LastDay);
