namespace Tokscale.Core.Accounts;

/// <summary>An export that was fetched.</summary>
/// <param name="Path">Where it is kept.</param>
/// <param name="FetchedMs">When it was written, UTC milliseconds since 1970.</param>
/// <param name="Summary">What it holds; null when it cannot be read.</param>
public sealed record ExportFile(string Path, long FetchedMs, ExportSummary? Summary);
