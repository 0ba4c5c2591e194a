namespace Tokscale.Terminal;

/// <summary>
/// Fits a table to a width. In this order: ornaments go, long texts shrink to a comfortable width, numbers take their short
/// form and texts a useful width, further columns go by rank, texts shrink to their least. A number is never cut.
/// </summary>
public sealed class TableFitter
{
    /// <summary>Columns with this rank or a higher one are ornaments.</summary>
    public const int OrnamentRank = 50;

    /// <summary>Cells between columns.</summary>
    public const int GapWidth = 2;

    private const int ComfortableTextWidth = 28;
    private const int UsefulTextWidth = 20;
    private const int LeastTextWidth = 4;

    private readonly ScreenTable _table;
    private readonly int _width;
    private readonly int[] _fullWidths;
    private readonly int[] _shortWidths;
    private readonly List<int> _columns;
    private readonly List<string> _dropped = [];
    private int[] _widths = [];
    private bool _isShort;

    private TableFitter(ScreenTable table, int width)
    {
        _table = table;
        _width = width;
        _fullWidths = [.. Enumerable.Range(0, table.Columns.Count).Select(column => WidthOf(column, isShort: false))];
        _shortWidths = [.. Enumerable.Range(0, table.Columns.Count).Select(column => WidthOf(column, isShort: true))];
        _columns = [.. Enumerable.Range(0, table.Columns.Count)];
    }

    /// <param name="table">What to fit.</param>
    /// <param name="width">Cells of a line; null for no limit.</param>
    public static FittedTable Fit(ScreenTable table, int? width)
    {
        var fitter = new TableFitter(table, width ?? int.MaxValue);
        fitter.Fit();
        return new FittedTable(
            table, fitter._columns, [.. fitter._columns.Select(column => fitter._widths[column])], fitter._isShort, fitter._dropped);
    }

    private void Fit()
    {
        TakeForm(isShort: false);
        DropColumns(OrnamentRank);
        ShrinkTexts(ComfortableTextWidth);
        if (IsFitting) return;
        TakeForm(isShort: true);
        ShrinkTexts(UsefulTextWidth);
        DropColumns(1);
        ShrinkTexts(LeastTextWidth);
        TryFullForm();
    }

    // The columns that went may have left room for whole numbers.
    private void TryFullForm()
    {
        int[] fitted = _widths;
        TakeForm(isShort: false);
        ShrinkTexts(UsefulTextWidth);
        if (IsFitting) return;
        _widths = fitted;
        _isShort = true;
    }

    private bool IsFitting => _columns.Sum(column => _widths[column]) + GapWidth * (_columns.Count - 1) <= _width;

    private void TakeForm(bool isShort)
    {
        _isShort = isShort;
        _widths = [.. isShort ? _shortWidths : _fullWidths];
    }

    private void DropColumns(int rankMin)
    {
        while (!IsFitting)
        {
            int victim = _columns.Where(column => _table.Columns[column].DropRank >= rankMin)
                .OrderByDescending(column => _table.Columns[column].DropRank).FirstOrDefault(-1);
            if (victim < 0) return;
            _columns.Remove(victim);
            _dropped.Add(_table.Columns[victim].Title);
        }
    }

    /// <summary>Takes from the widest text, cell by cell, until the table fits or no text is wider than <paramref name="least"/>.</summary>
    private void ShrinkTexts(int least)
    {
        while (!IsFitting)
        {
            int widest = _columns.Where(column => _table.Columns[column] is { IsNumber: false, IsWhole: false } && _widths[column] > least)
                .OrderByDescending(column => _widths[column]).FirstOrDefault(-1);
            if (widest < 0) return;
            _widths[widest]--;
        }
    }

    private int WidthOf(int column, bool isShort)
    {
        ScreenColumn head = _table.Columns[column];
        int width = TextWidth.Of(isShort ? head.ShortTitle : head.Title);
        foreach (IReadOnlyList<ScreenCell> row in _table.Rows) width = Math.Max(width, WidthOf(row[column], isShort));
        return _table.Totals is { } totals ? Math.Max(width, WidthOf(totals[column], isShort)) : width;
    }

    private static int WidthOf(ScreenCell cell, bool isShort) => TextWidth.Of(isShort ? cell.Short ?? cell.Full : cell.Full);
}
