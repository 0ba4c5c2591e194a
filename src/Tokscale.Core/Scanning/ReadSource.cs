using Tokscale.Core.Files;

namespace Tokscale.Core.Scanning;

/// <summary>A source whose files were looked at one by one, what they came to, and the folders they were found in.</summary>
internal readonly record struct ReadSource(SourceScan Scan, IReadOnlyList<FileUsage> Usages, IReadOnlyList<FolderListing> Folders);
