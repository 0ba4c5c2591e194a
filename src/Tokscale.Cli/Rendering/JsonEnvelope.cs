using System.Text.Json;
using Tokscale.Core.Reports;
using Tokscale.Core.Scanning;

namespace Tokscale.Cli.Rendering;

/// <summary>What is the same around every report in JSON.</summary>
/// <param name="Report">Name of the command.</param>
/// <param name="Zone">Zone of days and hours.</param>
/// <param name="GeneratedAt">Now.</param>
/// <param name="ProcessingTimeMs">How long the work took; this and the former are all that differs between equal runs.</param>
internal sealed record JsonEnvelope(string Report, ReportZone Zone, DateTimeOffset GeneratedAt, long ProcessingTimeMs)
{
    public required ScanDiagnostics Diagnostics { get; init; }

    public void WriteHead(Utf8JsonWriter json)
    {
        json.WriteNumber("schemaVersion", JsonText.SchemaVersion);
        json.WriteString("report", Report);
        json.WriteString("generatedAt", JsonText.Instant(GeneratedAt.ToUnixTimeMilliseconds(), Zone));
        json.WriteString("timezone", Zone.Id);
    }

    public void WriteTail(Utf8JsonWriter json)
    {
        WriteDiagnostics(json);
        json.WriteNumber("processingTimeMs", ProcessingTimeMs);
    }

    // An empty object when all is well: readers look for anything in it to learn that something was skipped.
    private void WriteDiagnostics(Utf8JsonWriter json)
    {
        json.WriteStartObject("diagnostics");
        if (!Diagnostics.IsEmpty)
        {
            json.WriteNumber("linesSkipped", Diagnostics.LinesSkipped);
            json.WriteNumber("filesUnreadable", Diagnostics.FilesUnreadable);
            json.WriteNumber("rowsSkipped", Diagnostics.RowsSkipped);
            json.WriteNumber("undated", Diagnostics.Undated);
            json.WriteNumber("clamped", Diagnostics.Refused); // The word that scripts know.
            json.WriteStartArray("sources");
            foreach (Problem problem in Diagnostics.Problems) Write(json, problem);
            json.WriteEndArray();
        }
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Problem problem)
    {
        json.WriteStartObject();
        json.WriteString("path", problem.Path);
        json.WriteString("kind", ProblemText.WordFor(problem.Kind));
        json.WriteNumber("count", problem.Count);
        if (problem.FirstLine is { } line) json.WriteNumber("firstLine", line);
        else json.WriteNull("firstLine");
        json.WriteOptional("detail", problem.Detail);
        json.WriteEndObject();
    }
}
