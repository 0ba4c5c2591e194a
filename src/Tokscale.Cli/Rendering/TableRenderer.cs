using Tokscale.Core.Reports;
using Tokscale.Terminal;

namespace Tokscale.Cli.Rendering;

/// <summary>A report as a table for people.</summary>
internal sealed class TableRenderer(ScreenStyle style, Currency currency, ReportZone zone)
{
    private const int BarWidth = 8;
    private const int Indent = 2;

    private readonly CellText _cells = new(currency, zone, style.HasUnicode);

    public string Render(ReportTable report)
    {
        int[] shown = [.. Enumerable.Range(0, report.Columns.Count).Where(column => report.Columns[column].Places.HasFlag(ColumnPlaces.Screen))];
        var table = new ScreenTable(
            [.. shown.Select(column => HeadOf(report.Columns[column]))],
            [.. report.Rows.Select(row => RowOf(report, shown, row))],
            report.Totals is { } totals ? RowOf(report, shown, totals) : null);
        FittedTable fitted = TableFitter.Fit(table, style.Width);
        var output = new StringWriter { NewLine = "\n" };
        LinePrinter.Print(SafeText.OfMessage(Portable(report.Title)), ScreenTone.Title, style, output);
        output.Write('\n');
        TablePrinter.Print(fitted, style, output);
        foreach (string note in Notes(report, shown, fitted)) LinePrinter.Print(SafeText.OfMessage(Portable(note)), ScreenTone.Dim, style, output);
        foreach (ReportSection section in report.Sections) Print(section, output);
        return output.ToString();
    }

    private void Print(ReportSection section, StringWriter output)
    {
        output.Write('\n');
        LinePrinter.Print(SafeText.OfMessage(Portable(section.Title)), ScreenTone.Name, style, output);
        foreach (string line in section.Lines) LinePrinter.Print(SafeText.OfMessage(Portable(line)), ScreenTone.Plain, style, output, Indent);
    }

    private IEnumerable<string> Notes(ReportTable report, int[] shown, FittedTable fitted)
    {
        IEnumerable<Cell> cells = report.Rows.Concat(report.Totals is { } totals ? [totals] : [])
            .SelectMany(row => shown.Select(column => row[column]));
        List<string> notes = [.. _cells.Legend(cells), .. report.Notes];
        if (fitted.Dropped.Count > 0) notes.Add($"No room for: {string.Join(", ", fitted.Dropped)}. A wider terminal or --csv shows all.");
        if (fitted.HasShortenedNumbers) notes.Add("Numbers are shortened; --csv has them whole.");
        return notes.Count > 0 ? notes.Prepend("") : notes;
    }

    private static ScreenColumn HeadOf(ReportColumn column) => new(column.Title, column.ShortTitle)
    {
        IsNumber = IsNumber(column.Kind),
        IsWhole = column.Kind is ColumnKind.Period or ColumnKind.Instant,
        IsWrapped = column.IsProse,
        IsCutAtStart = column.Kind is ColumnKind.Path,
        DropRank = column.DropRank,
        Tone = column.Kind switch
        {
            _ when column.IsKey => ScreenTone.Name,
            ColumnKind.Money when column.DropRank == 0 => ScreenTone.Strong,
            ColumnKind.Share => ScreenTone.Bar,
            ColumnKind.Names or ColumnKind.Path => ScreenTone.Dim,
            _ => ScreenTone.Plain,
        },
    };

    /// <summary>Numbers stand at the right.</summary>
    public static bool IsNumber(ColumnKind kind) =>
        kind is ColumnKind.Count or ColumnKind.Money or ColumnKind.Price or ColumnKind.Share or ColumnKind.Milliseconds or ColumnKind.Duration;

    private IReadOnlyList<ScreenCell> RowOf(ReportTable report, int[] shown, IReadOnlyList<Cell> row) =>
        [.. shown.Select(column => CellOf(row[column], report.Columns[column].Kind, isTotal: ReferenceEquals(row, report.Totals)))];

    private ScreenCell CellOf(Cell cell, ColumnKind kind, bool isTotal)
    {
        if (isTotal && !cell.IsKnown && cell.Marks is CellMarks.None) return new ScreenCell("");
        ScreenTone? tone = cell.Marks.HasFlag(CellMarks.Unpriced) ? ScreenTone.Caution : null;
        string text = SafeText.Of(_cells.Full(cell, kind));
        if (kind is ColumnKind.Share && cell.Number is { } share && style.Width is not null)
            text = $"{BarText.Of((double)share, BarWidth, style.HasUnicode)} {text,6}";
        return new ScreenCell(text, _cells.Short(cell, kind), tone);
    }

    private string Portable(string text) =>
        style.HasUnicode ? text : text.Replace("·", "-", StringComparison.Ordinal).Replace("×", "x", StringComparison.Ordinal);
}
