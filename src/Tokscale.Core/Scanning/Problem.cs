namespace Tokscale.Core.Scanning;

/// <summary>One kind of problem in one file.</summary>
/// <param name="Path">The file or folder.</param>
/// <param name="Kind">What happened.</param>
/// <param name="Count">How often, 1 or more.</param>
/// <param name="FirstLine">1-based line (or row) of the first case; null where lines mean nothing.</param>
/// <param name="Detail">What the system said; null where there is nothing to add.</param>
public readonly record struct Problem(string Path, ProblemKind Kind, int Count, long? FirstLine, string? Detail);
