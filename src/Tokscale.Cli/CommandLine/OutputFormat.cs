namespace Tokscale.Cli.CommandLine;

/// <summary>How a report is written.</summary>
internal enum OutputFormat : byte
{
    Table,
    Json,
    Csv,
    Tsv,
    Markdown,
    Ndjson,
    Html,
}
