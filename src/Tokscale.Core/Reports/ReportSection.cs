namespace Tokscale.Core.Reports;

/// <summary>Something explained below a table.</summary>
/// <param name="Title">What is explained.</param>
/// <param name="Lines">The explanation, a sentence or fact each.</param>
public sealed record ReportSection(string Title, IReadOnlyList<string> Lines);
