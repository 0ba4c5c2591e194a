using Tokscale.Core.Files;
using Tokscale.Core.Sources;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Scanning;

/// <summary>The logs of one source, read but not yet put together.</summary>
/// <param name="Source">The agent.</param>
/// <param name="Found">Where they were found.</param>
/// <param name="Files">What each holds, by path.</param>
internal sealed record SourceLogs(UsageSource Source, FoundFiles Found, IReadOnlyList<FileUsage> Files)
{
    /// <summary>Makes billed calls of rows.</summary>
    /// <param name="counted">The files to count: those of the logs, and perhaps more.</param>
    /// <param name="names">The names of the rows.</param>
    /// <param name="hasFailed">The rule for copies failed, which is told: no call counts, and the result must not be remembered.</param>
    public SourceScan Conclude(IReadOnlyList<FileUsage> counted, NameTable names, out bool hasFailed)
    {
        int dropped = Source.Duplicates.Resolve(counted, out EventPacker events, out Exception? failure);
        dropped += counted.Sum(usage => usage.CopiesLeftOut);
        hasFailed = failure is not null;
        IEnumerable<Problem> problems = Files.SelectMany(usage => usage.Problems);
        if (failure is not null) problems = problems.Append(FailedRule(counted[0].File.Root, failure));
        return SourceScan.Of(Source, Found, events.PackedWith(names.Count - 1), dropped, problems);
    }

    private Problem FailedRule(string place, Exception failure) => new(
        place, ProblemKind.MalformedFile, 1, null,
        $"copies of calls could not be told, so nothing of {Source.Name} counts: its rule failed with {failure.GetType().Name}; please report it");
}
