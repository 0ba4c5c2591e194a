using Tokscale.Core.Files;
using Tokscale.Core.Sources;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Scanning;

/// <summary>What a scan found of one source. Events are in a stable order: by path, then as logged.</summary>
/// <param name="Source">The agent.</param>
/// <param name="Roots">Every place that was looked at, and whether it exists.</param>
/// <param name="FileCount">Log files found.</param>
/// <param name="FileBytes">Their size together.</param>
/// <param name="Events">Billed calls, each once.</param>
/// <param name="DuplicatesDropped">Copies of billed calls that were not counted.</param>
/// <param name="Problems">What could not be used, by path.</param>
public sealed record SourceScan(
    UsageSource Source,
    IReadOnlyList<ProbedRoot> Roots,
    int FileCount,
    long FileBytes,
    IReadOnlyList<UsageEvent> Events,
    int DuplicatesDropped,
    IReadOnlyList<Problem> Problems)
{
    /// <summary>Gets one event without a copy.</summary>
    public delegate void EventVisitor(in UsageEvent call);

    /// <summary>Goes through <see cref="Events"/> faster than a list of them can.</summary>
    public void ForEach(EventVisitor visit) => ForEach(Events, visit);

    internal static void ForEach(IReadOnlyList<UsageEvent> calls, EventVisitor visit)
    {
        if (calls is PackedEvents packed)
        {
            foreach (ref readonly UsageEvent call in packed) visit(call);
            return;
        }
        foreach (UsageEvent call in calls) visit(call);
    }

    internal static SourceScan Of(
        UsageSource source, FoundFiles found, IReadOnlyList<UsageEvent> events, int duplicatesDropped, IEnumerable<Problem> problemsOfFiles) => new(
        source,
        found.Roots,
        found.Files.Count,
        found.Files.Sum(file => file.Status.Bytes),
        events,
        duplicatesDropped,
        [.. found.Problems.Concat(problemsOfFiles).OrderBy(problem => problem.Path, StringComparer.Ordinal)]);
}
