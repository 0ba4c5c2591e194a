namespace Tokscale.Terminal;

/// <summary>A table for a screen, before it is fitted to a width.</summary>
/// <param name="Columns">From left to right.</param>
/// <param name="Rows">A cell for each column.</param>
/// <param name="Totals">The last row, set apart; null for none.</param>
public sealed record ScreenTable(
    IReadOnlyList<ScreenColumn> Columns, IReadOnlyList<IReadOnlyList<ScreenCell>> Rows, IReadOnlyList<ScreenCell>? Totals);
