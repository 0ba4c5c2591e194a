namespace Tokscale.Core.Reports;

/// <summary>The answer to a <see cref="ReportQuery"/>.</summary>
/// <param name="Query">What was asked.</param>
/// <param name="Rows">Sorted; their figures add up to <paramref name="Totals"/>.</param>
/// <param name="Totals">The sum of all rows.</param>
/// <param name="UnpricedModels">Models without a price, most tokens first.</param>
/// <param name="Covered">The days from the first to the last call; open when there is none.</param>
public sealed record UsageReport(
    ReportQuery Query,
    IReadOnlyList<UsageReportRow> Rows,
    UsageFigures Totals,
    IReadOnlyList<UnpricedModel> UnpricedModels,
    DateRange Covered);
