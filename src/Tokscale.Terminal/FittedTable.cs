namespace Tokscale.Terminal;

/// <summary>A table that fits a width.</summary>
/// <param name="Table">The table it was made from.</param>
/// <param name="Columns">Indexes of the columns that are left, from left to right.</param>
/// <param name="Widths">A width for each of them.</param>
/// <param name="IsShort">Numbers and heads stand in their short form.</param>
/// <param name="Dropped">Titles of the columns that did not fit, in the order they were left out.</param>
public sealed record FittedTable(
    ScreenTable Table, IReadOnlyList<int> Columns, IReadOnlyList<int> Widths, bool IsShort, IReadOnlyList<string> Dropped)
{
    /// <summary>True when a number is shown in a shorter form than it has.</summary>
    public bool HasShortenedNumbers =>
        IsShort && Columns.Any(column => Table.Columns[column].IsNumber && Cells(column).Any(cell => cell.Short is { } text && text != cell.Full));

    private IEnumerable<ScreenCell> Cells(int column) =>
        Table.Rows.Select(row => row[column]).Concat(Table.Totals is { } totals ? [totals[column]] : []);
}
