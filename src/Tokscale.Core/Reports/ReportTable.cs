namespace Tokscale.Core.Reports;

/// <summary>A report as columns and rows: all that renderers need to know.</summary>
/// <param name="Title">What it shows, in a few words.</param>
/// <param name="Columns">From left to right.</param>
/// <param name="Rows">A cell for each column.</param>
public sealed record ReportTable(string Title, IReadOnlyList<ReportColumn> Columns, IReadOnlyList<IReadOnlyList<Cell>> Rows)
{
    /// <summary>A last row with the sums; null where there are none.</summary>
    public IReadOnlyList<Cell>? Totals { get; init; }

    /// <summary>What else is to be said, a sentence each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Explanations below the table, for those who asked for them.</summary>
    public IReadOnlyList<ReportSection> Sections { get; init; } = [];
}
