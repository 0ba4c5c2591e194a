using System.Text.Json;
using Tokscale.Core.Reports;

namespace Tokscale.Cli.Rendering;

/// <summary>A JSON object a line and a row, with the columns of CSV as keys.</summary>
internal sealed class NdjsonRenderer(ReportZone zone)
{
    public byte[] Render(ReportTable table)
    {
        int[] columns = RawText.ExportColumns(table);
        using var text = new MemoryStream();
        foreach (IReadOnlyList<Cell> row in table.Rows) text.Write(JsonText.Write(json => WriteRow(json, table, columns, row), isIndented: false));
        return text.ToArray();
    }

    private void WriteRow(Utf8JsonWriter json, ReportTable table, int[] columns, IReadOnlyList<Cell> row)
    {
        json.WriteStartObject();
        foreach (int column in columns)
        {
            ReportColumn head = table.Columns[column];
            Cell cell = row[column];
            if (head.Kind is ColumnKind.Instant) json.WriteInstant(head.Id, (long?)cell.Number, zone);
            else if (cell.Number is { } number) json.WriteNumber(head.Id, JsonText.Plain(number));
            else json.WriteOptional(head.Id, cell.Text);
        }
        json.WriteEndObject();
    }
}
