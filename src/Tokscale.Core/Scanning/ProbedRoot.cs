namespace Tokscale.Core.Scanning;

/// <summary>A place where a source may keep logs.</summary>
public readonly record struct ProbedRoot(string Path, bool Exists);
