using Tokscale.Core.Sources;

namespace Tokscale.Core.Recounting;

/// <summary>What the two counts of one source gave.</summary>
/// <param name="Source">The agent.</param>
/// <param name="FileCount">Log files.</param>
/// <param name="FileBytes">Their size together.</param>
/// <param name="Counted">What reports say.</param>
/// <param name="Recounted">What the second reader says; null when the source has none or it failed.</param>
/// <param name="Differences">Groups that do not agree, by day, model and session.</param>
public sealed record SourceRecount(
    UsageSource Source,
    int FileCount,
    long FileBytes,
    GroupFigures Counted,
    GroupFigures? Recounted,
    IReadOnlyList<RecountDifference> Differences)
{
    /// <summary>What the second reader threw, which none should; null when it came to its end.</summary>
    public string? Failure { get; init; }

    /// <summary>Nothing speaks against what reports say.</summary>
    public bool Agrees => Failure is null && Differences.Count == 0;
}
