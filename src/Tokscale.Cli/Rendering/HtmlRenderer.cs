using System.Globalization;
using System.Net;
using System.Text;
using Tokscale.Core.Reports;
using Tokscale.Terminal;

namespace Tokscale.Cli.Rendering;

/// <summary>One page that needs nothing else: a chart in SVG, the table, both colour schemes, printable, no script.</summary>
internal sealed class HtmlRenderer(Currency currency, ReportZone zone)
{
    private const int BarsMax = 60;
    private const int ChartWidth = 960, BarHeight = 18, BarGap = 6, LabelWidth = 240, ValueWidth = 110;

    private const string Style = """
        :root { color-scheme: light dark; --ink: #1b1f24; --dim: #667078; --line: #d7dce0; --paper: #fff; --bar: #2f7ed8; }
        @media (prefers-color-scheme: dark) { :root { --ink: #e6e9ec; --dim: #98a2ab; --line: #363c43; --paper: #14171a; --bar: #5aa3f0; } }
        body { font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); }
        body { max-width: 1100px; margin: 2rem auto; padding: 0 1rem; }
        h1 { font-size: 1.3rem; font-weight: 600; } h2 { font-size: 1rem; font-weight: 600; }
        table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
        th, td { padding: .3rem .6rem; text-align: left; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
        th { color: var(--dim); font-weight: 600; }
        th.number, td.number { text-align: right; white-space: nowrap; }
        tfoot td { font-weight: 600; border-top: 2px solid var(--line); border-bottom: 0; }
        svg { width: 100%; height: auto; margin: 1rem 0; } svg text { fill: var(--ink); font-size: 12px; } svg rect { fill: var(--bar); }
        p { color: var(--dim); }
        @media print { body { max-width: none; margin: 0; } tr { break-inside: avoid; } }
        """;

    private readonly CellText _cells = new(currency, zone, hasUnicode: true);

    public string Render(ReportTable table)
    {
        int[] columns = [.. Enumerable.Range(0, table.Columns.Count).Where(column => table.Columns[column].Places.HasFlag(ColumnPlaces.Screen))];
        var page = new StringBuilder();
        page.Append("<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n")
            .Append("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n")
            .Append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
            .Append("<title>").Append(Escape(table.Title)).Append("</title>\n<style>\n").Append(Style).Append("\n</style>\n")
            .Append("<h1>").Append(Escape(table.Title)).Append("</h1>\n");
        AppendChart(page, table);
        AppendTable(page, table, columns);
        foreach (string note in _cells.Legend(table.Rows.SelectMany(row => columns.Select(column => row[column]))).Concat(table.Notes))
            page.Append("<p>").Append(Escape(SafeText.OfMessage(note))).Append("</p>\n");
        foreach (ReportSection section in table.Sections) AppendSection(page, section);
        return page.Append("</html>\n").ToString();
    }

    private void AppendChart(StringBuilder page, ReportTable table)
    {
        int value = Enumerable.Range(0, table.Columns.Count).FirstOrDefault(column => table.Columns[column].Kind is ColumnKind.Money, -1);
        if (value < 0) return;
        IReadOnlyList<Cell>[] rows = [.. table.Rows.Where(row => row[value].Number > 0).Take(BarsMax)];
        if (rows.Length == 0) return;
        decimal largest = rows.Max(row => row[value].Number!.Value);
        int height = rows.Length * (BarHeight + BarGap);
        page.Append(CultureInfo.InvariantCulture, $"<svg viewBox=\"0 0 {ChartWidth} {height}\" role=\"img\" aria-label=\"Cost of each row\">\n");
        for (int index = 0; index < rows.Length; index++)
        {
            int y = index * (BarHeight + BarGap), middle = y + BarHeight - 5;
            decimal width = Math.Max(1, Math.Round((ChartWidth - LabelWidth - ValueWidth) * rows[index][value].Number!.Value / largest, 1));
            string amount = _cells.Full(rows[index][value], ColumnKind.Money);
            string label = TextWidth.CutEnd(LabelOf(table, rows[index]), 36);
            page.Append(CultureInfo.InvariantCulture, $"<text x=\"{LabelWidth - 8}\" y=\"{middle}\" text-anchor=\"end\">{Escape(label)}</text>")
                .Append(CultureInfo.InvariantCulture, $"<rect x=\"{LabelWidth}\" y=\"{y}\" width=\"{width}\" height=\"{BarHeight}\" rx=\"2\"/>")
                .Append(CultureInfo.InvariantCulture, $"<text x=\"{LabelWidth + width + 6}\" y=\"{middle}\">{Escape(amount)}</text>\n");
        }
        page.Append("</svg>\n");
    }

    private static string LabelOf(ReportTable table, IReadOnlyList<Cell> row) => SafeText.Of(string.Join(
        " ", Enumerable.Range(0, table.Columns.Count).Where(column => table.Columns[column].IsKey)
            .Select(column => row[column].Text).Where(text => !string.IsNullOrEmpty(text))));

    private void AppendTable(StringBuilder page, ReportTable table, int[] columns)
    {
        page.Append("<table>\n<thead><tr>");
        foreach (int column in columns)
            page.Append("<th").Append(ClassOf(table.Columns[column])).Append('>').Append(Escape(table.Columns[column].Title)).Append("</th>");
        page.Append("</tr></thead>\n<tbody>\n");
        foreach (IReadOnlyList<Cell> row in table.Rows) AppendRow(page, table, columns, row, isTotal: false);
        page.Append("</tbody>\n");
        if (table.Totals is { } totals)
        {
            page.Append("<tfoot>");
            AppendRow(page, table, columns, totals, isTotal: true);
            page.Append("</tfoot>\n");
        }
        page.Append("</table>\n");
    }

    private void AppendRow(StringBuilder page, ReportTable table, int[] columns, IReadOnlyList<Cell> row, bool isTotal)
    {
        page.Append("<tr>");
        foreach (int column in columns)
        {
            bool isBlank = isTotal && !row[column].IsKnown && row[column].Marks is CellMarks.None;
            string text = isBlank ? "" : SafeText.Of(_cells.Full(row[column], table.Columns[column].Kind));
            page.Append("<td").Append(ClassOf(table.Columns[column])).Append('>').Append(Escape(text)).Append("</td>");
        }
        page.Append("</tr>\n");
    }

    private static void AppendSection(StringBuilder page, ReportSection section)
    {
        page.Append("<h2>").Append(Escape(SafeText.OfMessage(section.Title))).Append("</h2>\n<ul>\n");
        foreach (string line in section.Lines) page.Append("<li>").Append(Escape(SafeText.OfMessage(line))).Append("</li>\n");
        page.Append("</ul>\n");
    }

    private static string ClassOf(ReportColumn column) =>
        TableRenderer.IsNumber(column.Kind) ? " class=\"number\"" : "";

    private static string Escape(string text) => WebUtility.HtmlEncode(text);
}
