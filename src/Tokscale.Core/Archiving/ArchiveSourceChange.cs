namespace Tokscale.Core.Archiving;

/// <summary>What a change of the archive did to a source.</summary>
/// <param name="SourceId">The agent; perhaps one that this version does not know, from another machine.</param>
/// <param name="NewLogs">Logs that the archive did not have.</param>
/// <param name="ChangedLogs">Logs of which it now has more, or other records.</param>
/// <param name="Before">What it had.</param>
/// <param name="After">What it has.</param>
public sealed record ArchiveSourceChange(string SourceId, int NewLogs, int ChangedLogs, ArchiveTotal Before, ArchiveTotal After);
