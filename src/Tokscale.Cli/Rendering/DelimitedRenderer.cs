using System.Text;
using Tokscale.Core.Reports;

namespace Tokscale.Cli.Rendering;

/// <summary>CSV as in RFC 4180, and TSV: a head, then a line a row, without totals, which a reader adds up itself.</summary>
internal sealed class DelimitedRenderer(char delimiter, ReportZone zone)
{
    /// <param name="table">The rows.</param>
    /// <param name="hasHead">Begins with the names of the columns.</param>
    public string Render(ReportTable table, bool hasHead = true)
    {
        int[] columns = RawText.ExportColumns(table);
        var text = new StringBuilder();
        if (hasHead) AppendLine(text, columns.Select(column => table.Columns[column].Id));
        foreach (IReadOnlyList<Cell> row in table.Rows) AppendLine(text, columns.Select(column => Field(row[column], table.Columns[column].Kind)));
        return text.ToString();
    }

    private void AppendLine(StringBuilder text, IEnumerable<string> fields) => text.AppendJoin(delimiter, fields).Append("\r\n");

    private string Field(Cell cell, ColumnKind kind)
    {
        string text = RawText.Of(cell, kind, zone);
        // A spreadsheet would take such a text for a formula and run it.
        if (cell.Text is not null && text is ['=' or '+' or '-' or '@', ..]) text = "'" + text;
        bool needsQuotes = text.AsSpan().IndexOfAny([delimiter, '"', '\n', '\r']) >= 0 || text is [' ', ..] or [.., ' '];
        return needsQuotes ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
    }
}
