namespace Tokscale.Core.Files;

/// <summary>What a folder holds that concerns a source.</summary>
/// <param name="Path">The folder.</param>
/// <param name="Status">What it was like before it was listed.</param>
/// <param name="ListedAtNs">When it was listed, UTC nanoseconds since 1970.</param>
/// <param name="Entries">Possible logs, and folders that are to be searched.</param>
public sealed record FolderListing(string Path, FileStatus Status, long ListedAtNs, IReadOnlyList<FolderEntry> Entries)
{
    /// <summary>
    /// A folder's times change with every entry that comes, goes or is renamed. Clocks of file systems tick coarsely: a change
    /// just before the listing may not show.
    /// </summary>
    public bool Holds(FileStatus now) => now == Status && now.ChangedNs + FileStatus.UncertainNs <= ListedAtNs;
}
