using System.Globalization;
using Tokscale.Core.Scanning;

namespace Tokscale.Cli.Rendering;

/// <summary>Words for what a scan could not use.</summary>
internal static class ProblemText
{
    /// <summary>The word in JSON, camelCase.</summary>
    public static string WordFor(ProblemKind kind)
    {
        string name = kind.ToString();
        return char.ToLowerInvariant(name[0]) + name[1..];
    }

    /// <summary>One line for each kind: how often, in how many files, and the first place.</summary>
    public static IEnumerable<string> Warnings(IReadOnlyList<Problem> problems) => problems.Count == 0
        ? []
        : problems.GroupBy(problem => problem.Kind).OrderBy(group => group.Key).Select(group => Warning(group.Key, [.. group]));

    /// <summary>One problem, whole.</summary>
    public static string Line(Problem problem) =>
        string.Create(CultureInfo.InvariantCulture, $"{Place(problem)}: {problem.Count} × {WordFor(problem.Kind)}{Reason(problem)}");

    private static string Warning(ProblemKind kind, Problem[] problems)
    {
        long count = problems.Sum(problem => (long)problem.Count);
        string files = problems.Length == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $" in {problems.Length} files");
        string first = problems.Length == 1 ? "in" : "first in";
        return $"warning: {Sentence(kind, count)}{files}, {first} {Place(problems[0])}{Reason(problems[0])} (--diagnostics lists all).";
    }

    private static string Sentence(ProblemKind kind, long count)
    {
        string number = count.ToString("N0", CultureInfo.InvariantCulture);
        string s = count == 1 ? "" : "s", was = count == 1 ? "was" : "were";
        return kind switch
        {
            ProblemKind.MalformedLine => $"{number} malformed line{s} {was} skipped",
            ProblemKind.OversizedLine => $"{number} line{s} of absurd length {was} skipped",
            ProblemKind.MalformedRow => $"{number} malformed row{s} {was} skipped",
            ProblemKind.UnreadableFile => $"{number} file{s} could not be read",
            ProblemKind.UnreadableFolder => $"{number} folder{s} could not be listed",
            ProblemKind.MalformedFile => $"{number} malformed file{s} {was} read only as far as possible",
            ProblemKind.LockedDatabase => $"{number} database{s} stayed locked",
            ProblemKind.UnreadableDatabase => $"{number} database{s} could not be read",
            ProblemKind.Undated => $"{number} record{s} without a usable time {was} counted under another one",
            ProblemKind.RefusedNumber => $"{number} number{s} that cannot be a count {was} left out",
            ProblemKind.DoubtfulFile => $"{number} file{s} {was} counted without all being understood",
            ProblemKind.UnreadableArchive => "the history in the archive is missing",
            _ => $"{number} × {WordFor(kind)}",
        };
    }

    private static string Place(Problem problem) =>
        problem.FirstLine is { } line ? string.Create(CultureInfo.InvariantCulture, $"{problem.Path}:{line}") : problem.Path;

    private static string Reason(Problem problem) => problem.Detail is { } detail ? $" ({detail})" : "";
}
