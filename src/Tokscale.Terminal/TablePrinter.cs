using Spectre.Console;

namespace Tokscale.Terminal;

/// <summary>Prints a fitted table: no frame, a rule below the heads and above the totals.</summary>
public static class TablePrinter
{
    /// <summary>The library keeps several objects for each cell: long tables are printed in pieces, to bound memory.</summary>
    private const int PieceRows = 200;

    /// <summary>Writes the table. Lines have no spaces at their end.</summary>
    public static void Print(FittedTable fitted, ScreenStyle style, TextWriter output)
    {
        IReadOnlyList<IReadOnlyList<ScreenCell>> rows = fitted.Table.Rows;
        for (int first = 0; first == 0 || first < rows.Count; first += PieceRows)
        {
            Table piece = ToTable(fitted, style);
            piece.ShowHeaders = first == 0;
            piece.ShowFooters = fitted.Table.Totals is not null && first + PieceRows >= rows.Count;
            foreach (IReadOnlyList<ScreenCell> row in rows.Skip(first).Take(PieceRows))
                piece.AddRow(fitted.Columns.Select((column, place) => ToText(fitted, place, row[column], isBold: false, style)));
            Print(piece, fitted, style, output);
        }
    }

    private static void Print(Table piece, FittedTable fitted, ScreenStyle style, TextWriter output)
    {
        using var text = new StringWriter { NewLine = "\n" };
        IAnsiConsole console = ScreenConsole.Create(text, style);
        // The console reserves a cell for each side of a column, which this border does not use.
        console.Profile.Width = fitted.Widths.Sum() + (TableFitter.GapWidth + 2) * (fitted.Widths.Count + 1);
        console.Write(piece);
        foreach (string line in text.ToString().Split('\n'))
        {
            string trimmed = line.TrimEnd();
            if (trimmed.Length > 0) output.Write(trimmed + "\n");
        }
    }

    private static Table ToTable(FittedTable fitted, ScreenStyle style)
    {
        var table = new Table
        {
            Border = new RuleBorder(style.HasUnicode ? "─" : "-"),
            BorderStyle = ScreenTheme.StyleOf(ScreenTone.Dim, style),
            UseSafeBorder = false,
        };
        for (int place = 0; place < fitted.Columns.Count; place++) table.AddColumn(ToColumn(fitted, place, style));
        return table;
    }

    private static TableColumn ToColumn(FittedTable fitted, int place, ScreenStyle style)
    {
        ScreenColumn head = fitted.Table.Columns[fitted.Columns[place]];
        string title = TextWidth.CutEnd(fitted.IsShort ? head.ShortTitle : head.Title, fitted.Widths[place], Ellipsis(style));
        var column = new TableColumn(new Text(title, ScreenTheme.StyleOf(ScreenTone.Title, style)))
        {
            Width = fitted.Widths[place],
            NoWrap = !head.IsWrapped,
            Alignment = head.IsNumber ? Justify.Right : Justify.Left,
            Padding = new Padding(0, 0, place == fitted.Columns.Count - 1 ? 0 : TableFitter.GapWidth, 0),
        };
        if (fitted.Table.Totals is { } totals) column.Footer = ToText(fitted, place, totals[fitted.Columns[place]], isBold: true, style);
        return column;
    }

    private static Text ToText(FittedTable fitted, int place, ScreenCell cell, bool isBold, ScreenStyle style)
    {
        ScreenColumn column = fitted.Table.Columns[fitted.Columns[place]];
        string text = fitted.IsShort ? cell.Short ?? cell.Full : cell.Full;
        if (column is { IsNumber: false, IsWhole: false, IsWrapped: false })
            text = column.IsCutAtStart
                ? TextWidth.CutStart(text, fitted.Widths[place], Ellipsis(style))
                : TextWidth.CutEnd(text, fitted.Widths[place], Ellipsis(style));
        Style colour = ScreenTheme.StyleOf(cell.Tone ?? column.Tone, style);
        if (isBold) colour = colour.Combine(ScreenTheme.StyleOf(ScreenTone.Title, style));
        return new Text(text, colour) { Overflow = column.IsWrapped ? Overflow.Fold : Overflow.Crop };
    }

    private static string Ellipsis(ScreenStyle style) => style.HasUnicode ? "…" : "..";
}
