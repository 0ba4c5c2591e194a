using Tokscale.Core.Scanning;
using Tokscale.Core.Sources;

namespace Tokscale.Core.Files;

/// <summary>The search of one folder. Different folders are searched by different threads.</summary>
/// <param name="source">Whose logs are looked for.</param>
/// <param name="folder">The folder.</param>
/// <param name="status">What it was like before it is searched.</param>
/// <param name="depth">Folders between it and its root.</param>
/// <param name="isLink">It was reached by a link.</param>
internal sealed class FolderSearch(UsageSource source, SourceFolder folder, FileStatus status, int depth, bool isLink)
{
    /// <summary>Opening a folder pays from so many entries on.</summary>
    private const int LooksMin = 4;

    private const string NameNotUtf8 = "its name is not UTF-8";

    private readonly List<(SourceFile? File, FolderSearch? Folder)> _finds = [];
    private readonly List<Problem> _problems = [];
    private FolderListing? _listing;

    public string Path => folder.Path;

    public FileStatus Status => status;

    public int Depth => depth;

    public bool IsLink => isLink;

    /// <summary>Folders in this one that may hold logs.</summary>
    public IEnumerable<FolderSearch> Folders
    {
        get
        {
            foreach ((_, FolderSearch? found) in _finds)
            {
                if (found is not null) yield return found;
            }
        }
    }

    /// <summary>Adds a log that is no part of a folder's listing.</summary>
    public void AddFile(SourceFile file)
    {
        switch (file.Status.Kind)
        {
            // Files without a byte hold nothing, and some special files (in /proc) look like that and never end.
            case FileStatus.FileKind.Regular when file.Status.Bytes > 0:
                _finds.Add((file, null));
                break;
            case FileStatus.FileKind.Refused:
                Report(file.Path, ProblemKind.UnreadableFile, file.Status.Refusal);
                break;
            case FileStatus.FileKind.Missing when IsUnreachable(file.Name):
                Report(file.Path, ProblemKind.UnreadableFile, NameNotUtf8);
                break;
        }
    }

    /// <summary>Says whether there is a folder to search, and reports why not.</summary>
    public bool CanBeEntered(int depthMax)
    {
        if (status.Kind == FileStatus.FileKind.Refused) ReportFolder(status.Refusal);
        if (status.Kind == FileStatus.FileKind.Missing && IsUnreachable(System.IO.Path.GetFileName(Path))) ReportFolder(NameNotUtf8);
        // What a link leads to may have become a file.
        if (status.IsFile && source.IsLog(folder.RelativePath))
            AddFile(new SourceFile(source, folder.Path, folder.Root, folder.RelativePath, status));
        if (status.Kind != FileStatus.FileKind.Folder) return false;
        if (depth > depthMax) ReportFolder($"more than {depthMax} folders deep");
        return depth <= depthMax;
    }

    /// <summary>Lists the folder, or takes a listing that still holds, and looks at what is in it.</summary>
    /// <param name="known">What an earlier search found in it; null: nothing is known.</param>
    public void Run(FolderListing? known)
    {
        using var open = new OpenFolder(folder.Path);
        FolderListing? listing = known?.Holds(status) == true ? known : null;
        IReadOnlyList<FolderEntry> entries;
        if (listing is not null)
        {
            entries = listing.Entries;
            if (entries.Count >= LooksMin) open.PrepareForLooks();
        }
        else
        {
            long listedAtNs = FileStatus.NowNs();
            if (TryList(open, out List<FolderEntry> listed)) listing = new FolderListing(folder.Path, status, listedAtNs, listed);
            entries = listed;
        }
        if (listing is not null && FileSystemTrust.Covers(folder.Path, status)) _listing = listing;
        _finds.EnsureCapacity(entries.Count);
        foreach (FolderEntry entry in entries) Look(entry, open.StatusOf(entry.Name));
    }

    /// <summary>Adds everything that was found here and below, by path.</summary>
    public void Collect(List<SourceFile> files, List<Problem> problems, List<FolderListing> listings)
    {
        problems.AddRange(_problems);
        if (_listing is not null) listings.Add(_listing);
        foreach ((SourceFile? file, FolderSearch? found) in _finds)
        {
            if (file is not null) files.Add(file);
            found?.Collect(files, problems, listings);
        }
    }

    private void Look(FolderEntry entry, FileStatus entryStatus)
    {
        // What is no folder in the listing, because it was a link to something else, may have become one.
        bool isFolder = entry.IsFolder
            || (entryStatus.Kind == FileStatus.FileKind.Folder && source.IsSearched(folder.RelativePathOf(entry.Name)));
        if (isFolder) _finds.Add((null, new FolderSearch(source, folder.Enter(entry.Name), entryStatus, depth + 1, entry.IsLink)));
        else AddFile(new SourceFile(source, folder, entry.Name, entryStatus));
    }

    /// <summary>Lists what concerns the source in the folder, in the order of paths.</summary>
    /// <returns>False when the list may not be whole.</returns>
    private bool TryList(OpenFolder open, out List<FolderEntry> entries)
    {
        entries = [];
        try
        {
            var relativePath = new RelativePathBuffer(folder.RelativePath);
            open.List((name, isFolder) => isFolder ? source.IsSearched(relativePath.With(name)) : source.IsLog(relativePath.With(name)), entries);
            return true;
        }
        catch (UnauthorizedAccessException)
        {
            ReportFolder("permission denied");
        }
        catch (DirectoryNotFoundException)
        {
            // It vanished while we looked: nothing of it is left to count.
        }
        catch (IOException error)
        {
            ReportFolder(error.Message);
        }
        finally
        {
            entries.Sort(FolderEntry.ByPath);
        }
        return false;
    }

    /// <summary>.NET lists names that are not UTF-8 with replacement characters, and cannot open what it lists.</summary>
    private static bool IsUnreachable(string name) => name.Contains('\uFFFD');

    private void ReportFolder(string detail) => Report(Path, ProblemKind.UnreadableFolder, detail);

    private void Report(string path, ProblemKind kind, string detail) => _problems.Add(new Problem(path, kind, 1, null, detail));

    /// <summary>Paths below the root of what a folder holds, without a string for each.</summary>
    private sealed class RelativePathBuffer
    {
        private const int NameLengthUsual = 64;

        private readonly int _start;
        private char[] _chars;

        public RelativePathBuffer(string folder)
        {
            _start = folder.Length == 0 ? 0 : folder.Length + 1;
            _chars = new char[_start + NameLengthUsual];
            folder.CopyTo(_chars);
            if (_start > 0) _chars[folder.Length] = '/';
        }

        /// <returns>Valid until the next call.</returns>
        public ReadOnlySpan<char> With(ReadOnlySpan<char> name)
        {
            int length = _start + name.Length;
            if (_chars.Length < length) Array.Resize(ref _chars, 2 * length);
            name.CopyTo(_chars.AsSpan(_start));
            return _chars.AsSpan(0, length);
        }
    }
}
