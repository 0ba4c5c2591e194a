namespace Tokscale.Core.Archiving;

/// <summary>What an archive holds of a source.</summary>
/// <param name="SourceId">The agent; perhaps one that this version does not know, from another machine.</param>
/// <param name="LogCount">Logs that it holds.</param>
/// <param name="GoneLogCount">Of these, how many are not on this disk.</param>
/// <param name="Saved">Calls that it holds.</param>
/// <param name="CallsOnlyHere">Calls that the logs on disk do not have (any more).</param>
/// <param name="CallsNotSaved">Calls in the logs that the next update will save.</param>
public sealed record ArchiveSourceStatus(
    string SourceId, int LogCount, int GoneLogCount, ArchiveTotal Saved, long CallsOnlyHere, long CallsNotSaved);
