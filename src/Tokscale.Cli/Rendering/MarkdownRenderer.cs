using System.Text;
using Tokscale.Core.Reports;
using Tokscale.Terminal;

namespace Tokscale.Cli.Rendering;

/// <summary>A table in GitHub's Markdown, with the totals in bold as the last row.</summary>
internal sealed class MarkdownRenderer(Currency currency, ReportZone zone)
{
    private readonly CellText _cells = new(currency, zone, hasUnicode: true);

    public string Render(ReportTable table)
    {
        int[] columns = [.. Enumerable.Range(0, table.Columns.Count).Where(column => table.Columns[column].Places.HasFlag(ColumnPlaces.Screen))];
        var text = new StringBuilder();
        text.Append("### ").Append(Escape(table.Title)).Append("\n\n");
        AppendRow(text, columns.Select(column => Escape(table.Columns[column].Title)));
        AppendRow(text, columns.Select(column => TableRenderer.IsNumber(table.Columns[column].Kind) ? "---:" : "---"));
        foreach (IReadOnlyList<Cell> row in table.Rows) AppendRow(text, columns.Select(column => TextOf(row[column], table.Columns[column].Kind)));
        if (table.Totals is { } totals) AppendRow(text, columns.Select(column => Total(totals[column], table.Columns[column].Kind)));
        AppendNotes(text, table, columns);
        foreach (ReportSection section in table.Sections) AppendSection(text, section);
        return text.ToString();
    }

    private string TextOf(Cell cell, ColumnKind kind) => Escape(SafeText.Of(_cells.Full(cell, kind)));

    private string Total(Cell cell, ColumnKind kind) =>
        cell.IsKnown || cell.Marks is not CellMarks.None ? $"**{TextOf(cell, kind)}**" : "";

    private void AppendNotes(StringBuilder text, ReportTable table, int[] columns)
    {
        foreach (string note in _cells.Legend(table.Rows.SelectMany(row => columns.Select(column => row[column]))).Concat(table.Notes))
            text.Append('\n').Append(Escape(SafeText.OfMessage(note))).Append('\n');
    }

    private static void AppendSection(StringBuilder text, ReportSection section)
    {
        text.Append("\n**").Append(Escape(SafeText.OfMessage(section.Title))).Append("**\n\n");
        foreach (string line in section.Lines) text.Append("- ").Append(Escape(SafeText.OfMessage(line))).Append('\n');
    }

    private static void AppendRow(StringBuilder text, IEnumerable<string> cells) => text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");

    /// <summary>Keeps text from acting as markup.</summary>
    private static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (char c in text)
        {
            if (c is '\\' or '|' or '*' or '_' or '`' or '[' or ']' or '<' or '>' or '#') escaped.Append('\\');
            escaped.Append(c);
        }
        return escaped.ToString();
    }
}
