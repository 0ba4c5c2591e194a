using Tokscale.Core.Scanning;

namespace Tokscale.Core.Archiving;

/// <summary>The files of a source to count.</summary>
/// <param name="Files">By path.</param>
/// <param name="HasHistory">The archive added something to those on disk.</param>
/// <param name="ArchiveState">See <see cref="ArchiveHistory.State"/>.</param>
internal readonly record struct JoinedFiles(IReadOnlyList<FileUsage> Files, bool HasHistory, long ArchiveState);
