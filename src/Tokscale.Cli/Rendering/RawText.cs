using System.Globalization;
using Tokscale.Core.Reports;
using Tokscale.Terminal;

namespace Tokscale.Cli.Rendering;

/// <summary>Values for programs: plain numbers, dollars, RFC 3339. Unknown is empty.</summary>
internal static class RawText
{
    public static string Of(Cell cell, ColumnKind kind, ReportZone zone) => kind switch
    {
        _ when cell.Number is { } instant && kind is ColumnKind.Instant => JsonText.Instant((long)instant, zone),
        _ when cell.Number is { } number => JsonText.Plain(number).ToString(CultureInfo.InvariantCulture),
        _ => SafeText.OfMessage(cell.Text ?? ""),
    };

    /// <summary>The columns for programs and where they are in the rows.</summary>
    public static int[] ExportColumns(ReportTable table) =>
        [.. Enumerable.Range(0, table.Columns.Count).Where(column => table.Columns[column].Places.HasFlag(ColumnPlaces.Export))];
}
