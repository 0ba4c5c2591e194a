using Tokscale.Core.Scanning;

namespace Tokscale.Core.Reports;

/// <summary>What a scan could not use, added up. Nothing is left out of a report without being counted here.</summary>
/// <param name="LinesSkipped">Lines that are no valid record.</param>
/// <param name="FilesUnreadable">Files, folders and databases that could not be read or not to their end.</param>
/// <param name="RowsSkipped">Database rows that are no valid record.</param>
/// <param name="Undated">Records without a usable time; they are counted under another one.</param>
/// <param name="Refused">Numbers that cannot be counts and were left out.</param>
/// <param name="Problems">Each kind in each file, by path.</param>
public sealed record ScanDiagnostics(
    long LinesSkipped, long FilesUnreadable, long RowsSkipped, long Undated, long Refused, IReadOnlyList<Problem> Problems)
{
    public bool IsEmpty => Problems.Count == 0;

    /// <summary>True when something is missing from the figures, not merely repaired.</summary>
    public bool HasLosses => LinesSkipped + FilesUnreadable + RowsSkipped > 0;

    public static ScanDiagnostics Of(ScanResult scan)
    {
        Problem[] problems = [.. scan.Problems];
        long CountOf(params ProblemKind[] kinds) => problems.Where(problem => kinds.Contains(problem.Kind)).Sum(problem => (long)problem.Count);
        return new ScanDiagnostics(
            CountOf(ProblemKind.MalformedLine, ProblemKind.OversizedLine),
            CountOf(
                ProblemKind.UnreadableFile, ProblemKind.UnreadableFolder, ProblemKind.MalformedFile,
                ProblemKind.LockedDatabase, ProblemKind.UnreadableDatabase, ProblemKind.UnreadableArchive),
            CountOf(ProblemKind.MalformedRow),
            CountOf(ProblemKind.Undated),
            CountOf(ProblemKind.RefusedNumber),
            problems);
    }
}
