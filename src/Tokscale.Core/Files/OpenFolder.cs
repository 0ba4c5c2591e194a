using System.IO.Enumeration;
using System.Text;

namespace Tokscale.Core.Files;

/// <summary>
/// A folder that is being searched or whose files are being read. On Linux what it holds is looked at by name: the system need not
/// find the way to it again for each of thousands of files.
/// </summary>
/// <param name="path">The folder.</param>
internal sealed class OpenFolder(string path) : IDisposable
{
    private static readonly EnumerationOptions s_allEntries = new() { AttributesToSkip = 0, IgnoreInaccessible = false };

    private nint _listing;
    private int _descriptor = -1;

    /// <summary>Says whether an entry is of interest.</summary>
    public delegate bool Filter(ReadOnlySpan<char> name, bool isFolder);

    /// <summary>Lists the entries of interest, in no order. Called once.</summary>
    /// <param name="filter">See <see cref="Filter"/>.</param>
    /// <param name="entries">Gets them; those that were found before a failure, too.</param>
    /// <exception cref="IOException">The list is not whole.</exception>
    /// <exception cref="UnauthorizedAccessException">We may not list the folder.</exception>
    public void List(Filter filter, List<FolderEntry> entries)
    {
        if (PosixCalls.AreUsable) ListDirectly(filter, entries);
        else entries.AddRange(ListPortably(filter));
    }

    /// <summary>Prepares for looking at entries of a folder that is not listed; for one or two it would cost more than it saves.</summary>
    public void PrepareForLooks()
    {
        if (PosixCalls.AreUsable) _descriptor = PosixCalls.OpenToLook(path);
    }

    /// <summary>As <see cref="FileStatus.Of"/>.</summary>
    public FileStatus StatusOf(string name) => _descriptor >= 0 ? StatxCall.Of(_descriptor, name) : FileStatus.Of(Path.Join(path, name));

    /// <summary>Opens a file for reading.</summary>
    /// <exception cref="IOException">It cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">We may not read it.</exception>
    public OpenFile Open(string name) => _descriptor >= 0 ? new OpenFile(_descriptor, path, name) : new OpenFile(Path.Join(path, name));

    public void Dispose()
    {
        if (_listing != 0) _ = PosixCalls.CloseListing(_listing);
        else if (_descriptor >= 0) _ = PosixCalls.Close(_descriptor);
        (_listing, _descriptor) = (0, -1);
    }

    private void ListDirectly(Filter filter, List<FolderEntry> entries)
    {
        _listing = PosixCalls.OpenListing(path);
        _descriptor = PosixCalls.DescriptorOf(_listing);
        Span<char> chars = stackalloc char[256];
        while (PosixCalls.TryNextEntry(_listing, path, out ReadOnlySpan<byte> utf8, out PosixCalls.EntryKind kind))
        {
            if (utf8.SequenceEqual("."u8) || utf8.SequenceEqual(".."u8)) continue;
            ReadOnlySpan<char> name = utf8.Length <= chars.Length ? chars[..Encoding.UTF8.GetChars(utf8, chars)] : Encoding.UTF8.GetString(utf8);
            bool isFolder = kind == PosixCalls.EntryKind.Folder, isLink = false;
            if (kind is PosixCalls.EntryKind.Link or PosixCalls.EntryKind.Unknown) isFolder = IsFolder(name.ToString(), out isLink);
            if (filter(name, isFolder)) entries.Add(new FolderEntry(name.ToString(), isFolder, isLink));
        }
    }

    private bool IsFolder(string name, out bool isLink)
    {
        bool isFolder = StatxCall.Of(_descriptor, name).Kind == FileStatus.FileKind.Folder;
        isLink = isFolder && StatxCall.OfEntry(_descriptor, name).Kind != FileStatus.FileKind.Folder;
        return isFolder;
    }

    private FileSystemEnumerable<FolderEntry> ListPortably(Filter filter) => new(path, FolderEntry.Of, s_allEntries)
    {
        ShouldIncludePredicate = (ref FileSystemEntry entry) => filter(entry.FileName, entry.IsDirectory),
    };
}
