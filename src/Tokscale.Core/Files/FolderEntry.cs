using System.IO.Enumeration;

namespace Tokscale.Core.Files;

/// <summary>A file or folder in a folder.</summary>
/// <param name="Name">Its name there.</param>
/// <param name="IsFolder">It is a folder, or a link to one.</param>
/// <param name="IsLink">It is a folder reached by a link.</param>
public readonly record struct FolderEntry(string Name, bool IsFolder, bool IsLink)
{
    /// <summary>Puts the entries of one folder, and what lies below them, into the ordinal order of full paths.</summary>
    internal static int ByPath(FolderEntry left, FolderEntry right)
    {
        int common = left.Name.AsSpan().CommonPrefixLength(right.Name);
        return NextChar(left, common).CompareTo(NextChar(right, common));
    }

    /// <summary>What follows in a path: behind the name of a folder comes a separator, behind that of a file nothing.</summary>
    private static int NextChar(FolderEntry entry, int index) =>
        index < entry.Name.Length ? entry.Name[index] : entry.IsFolder ? Path.DirectorySeparatorChar : -1;

    internal static FolderEntry Of(ref FileSystemEntry entry)
    {
        bool isFolder = entry.IsDirectory;
        // Asking for attributes costs a call, so only folders are asked.
        bool isLink = isFolder && entry.Attributes.HasFlag(FileAttributes.ReparsePoint);
        return new FolderEntry(entry.FileName.ToString(), isFolder, isLink);
    }
}
