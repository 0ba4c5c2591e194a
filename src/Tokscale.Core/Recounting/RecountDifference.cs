namespace Tokscale.Core.Recounting;

/// <summary>A group on which the two counts do not agree.</summary>
/// <param name="Group">Day, model and session.</param>
/// <param name="Counted">What reports say.</param>
/// <param name="Recounted">What the second reader says.</param>
/// <param name="Files">Logs that tell of the session; empty when none could be told.</param>
public sealed record RecountDifference(UsageGroup Group, GroupFigures Counted, GroupFigures Recounted, IReadOnlyList<string> Files);
