using System.Text.Json;
using Tokscale.Core.Reports;

namespace Tokscale.Cli.Rendering;

/// <summary>A report ready to be written in any form.</summary>
/// <param name="Table">Makes the table for every form but JSON.</param>
/// <param name="WriteJson">Writes the JSON document, which can hold more than columns.</param>
internal sealed record Presentation(Func<ReportTable> Table, Action<Utf8JsonWriter> WriteJson)
{
    /// <summary>What people see where lines serve them better than a table; null for the table.</summary>
    public string? Text { get; init; }

    /// <summary>True when no call that was read belongs to the report.</summary>
    public bool IsEmpty { get; init; }
}
