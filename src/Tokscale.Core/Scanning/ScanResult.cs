using Tokscale.Core.Usage;

namespace Tokscale.Core.Scanning;

/// <summary>Everything a report needs of the logs. Sources are in the order of the registry.</summary>
/// <param name="Names">Resolves the ids in the events.</param>
/// <param name="Sources">One entry for each source that was asked for, found or not.</param>
public sealed record ScanResult(NameTable Names, IReadOnlyList<SourceScan> Sources)
{
    /// <summary>Why the archive could not be read, and its history is missing; null when all is well.</summary>
    public Problem? ArchiveProblem { get; init; }

    /// <summary>What could not be used, by source and path.</summary>
    public IEnumerable<Problem> Problems =>
        (ArchiveProblem is { } problem ? [problem] : Enumerable.Empty<Problem>()).Concat(Sources.SelectMany(source => source.Problems));

    /// <summary>Why the scan cache could not be saved; null when all is well.</summary>
    public string? CacheFailure { get; init; }
}
