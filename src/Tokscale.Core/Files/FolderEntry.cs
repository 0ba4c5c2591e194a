using System.IO.Enumeration;

namespace Tokscale.Core.Files;

/// <summary>A file or folder in a folder.</summary>
/// <param name="Name">Its name there.</param>
/// <param name="IsFolder">It is a folder, or a link to one.</param>
/// <param name="IsLink">It is a folder reached by a link.</param>
public readonly record struct FolderEntry(string Name, bool IsFolder, bool IsLink)
{
    internal static FolderEntry Of(ref FileSystemEntry entry)
    {
        bool isFolder = entry.IsDirectory;
        // Asking for attributes costs a call, so only folders are asked.
        bool isLink = isFolder && entry.Attributes.HasFlag(FileAttributes.ReparsePoint);
        return new FolderEntry(entry.FileName.ToString(), isFolder, isLink);
    }
}
