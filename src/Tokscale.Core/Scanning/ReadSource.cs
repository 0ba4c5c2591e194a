using Tokscale.Core.Files;

namespace Tokscale.Core.Scanning;

/// <summary>A source whose files were looked at one by one, what they came to, and the folders they were found in.</summary>
/// <param name="Scan">What they came to, with the archive's history.</param>
/// <param name="Usages">The files.</param>
/// <param name="Folders">Where they were found.</param>
/// <param name="HasHistory">The archive added something to the files.</param>
/// <param name="ArchiveState">See <see cref="Archiving.ArchiveHistory.State"/>.</param>
/// <param name="HasFailed">The rule for copies failed: the files may be remembered, what they came to may not.</param>
internal readonly record struct ReadSource(
    SourceScan Scan, IReadOnlyList<FileUsage> Usages, IReadOnlyList<FolderListing> Folders, bool HasHistory, long ArchiveState, bool HasFailed);
