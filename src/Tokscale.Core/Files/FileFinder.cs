using System.IO.Enumeration;
using Tokscale.Core.Scanning;
using Tokscale.Core.Sources;

namespace Tokscale.Core.Files;

/// <summary>
/// Finds the log files of one source. Only regular files that are not empty are taken; each once, however many links lead
/// to it; links to folders are followed, and loops end because no folder is entered twice.
/// </summary>
public sealed class FileFinder
{
    /// <summary>Deeper than any agent's logs; bounds what a hostile tree can cost.</summary>
    private const int FolderDepthMax = 256;

    private const string NameNotUtf8 = "its name is not UTF-8";

    private static readonly EnumerationOptions s_allEntries = new() { AttributesToSkip = 0, IgnoreInaccessible = false };

    private readonly IUsageSource _source;
    private readonly Func<string, FolderListing?> _remembered;
    private readonly List<Candidate> _candidates = [];
    private readonly List<Problem> _problems = [];
    private readonly List<FolderListing> _listings = [];
    private readonly HashSet<(ulong, ulong)> _seenFolders = [];

    private FileFinder(IUsageSource source, Func<string, FolderListing?> remembered) => (_source, _remembered) = (source, remembered);

    /// <summary>Searches all roots of a source.</summary>
    /// <param name="source">The agent.</param>
    /// <param name="home">Whose logs.</param>
    /// <param name="extraRoots">Further places.</param>
    /// <param name="remembered">What an earlier search found in a folder; null or a result of null: nothing is known.</param>
    public static FoundFiles Find(
        IUsageSource source, HomeDirectory home, IReadOnlyList<string> extraRoots, Func<string, FolderListing?>? remembered = null)
    {
        var finder = new FileFinder(source, remembered ?? (static _ => null));
        IReadOnlyList<string> paths = SourceRoots.PathsOf(source, home, extraRoots);
        var roots = new List<ProbedRoot>(paths.Count);
        foreach (string path in paths) roots.Add(new ProbedRoot(path, finder.SearchRoot(path)));
        return new FoundFiles(roots, finder.TakeFiles(), finder._problems, finder._listings);
    }

    /// <returns>True when the root exists.</returns>
    private bool SearchRoot(string root)
    {
        FileStatus status = FileStatus.Of(root);
        switch (status.Kind)
        {
            case FileStatus.FileKind.Regular:
                AddFile(new Candidate(root, root, string.Empty), status);
                return true;
            case FileStatus.FileKind.Folder:
                SearchTree(root);
                return true;
            case FileStatus.FileKind.Refused:
                Report(root, ProblemKind.UnreadableFolder, status.Refusal);
                return true;
            default:
                return false;
        }
    }

    private void SearchTree(string root)
    {
        // Linked folders come last, so that a folder is found under its own path when that lies below the root too.
        var folders = new Stack<Folder>([new Folder(root, string.Empty, 0)]);
        var linkedFolders = new Stack<Folder>();
        while (folders.TryPop(out Folder folder) || linkedFolders.TryPop(out folder))
        {
            if (!TryEnter(root, folder, out FileStatus status)) continue;
            foreach (FolderEntry entry in EntriesOf(folder, status)) Look(root, folder, entry, entry.IsLink ? linkedFolders : folders);
        }
    }

    private void Look(string root, Folder folder, FolderEntry entry, Stack<Folder> folders)
    {
        string relativePath = RelativePathOf(folder, entry.Name);
        string path = Path.Join(folder.Path, entry.Name);
        if (entry.IsFolder)
        {
            folders.Push(new Folder(path, relativePath, folder.Depth + 1));
            return;
        }
        FileStatus status = FileStatus.Of(path);
        // What a link leads to may have become a folder.
        if (status.Kind == FileStatus.FileKind.Folder && _source.IsSearched(relativePath)) folders.Push(new Folder(path, relativePath, folder.Depth + 1));
        else AddFile(new Candidate(path, root, relativePath), status);
    }

    private IReadOnlyList<FolderEntry> EntriesOf(Folder folder, FileStatus status)
    {
        FolderListing? listing = _remembered(folder.Path);
        if (listing?.Holds(status) != true)
        {
            long listedAtNs = FileStatus.NowNs();
            if (!TryList(folder, out List<FolderEntry> entries)) return entries;
            listing = new FolderListing(folder.Path, status, listedAtNs, entries);
        }
        if (FileSystemTrust.Covers(folder.Path, status)) _listings.Add(listing);
        return listing.Entries;
    }

    /// <summary>Lists what concerns the source in a folder.</summary>
    /// <returns>False when the list may not be whole.</returns>
    private bool TryList(Folder folder, out List<FolderEntry> entries)
    {
        entries = [];
        try
        {
            foreach (FolderEntry entry in new FileSystemEnumerable<FolderEntry>(folder.Path, FolderEntry.Of, s_allEntries))
            {
                string relativePath = RelativePathOf(folder, entry.Name);
                if (entry.IsFolder ? _source.IsSearched(relativePath) : _source.IsLog(relativePath)) entries.Add(entry);
            }
            return true;
        }
        catch (UnauthorizedAccessException)
        {
            Report(folder.Path, ProblemKind.UnreadableFolder, "permission denied");
        }
        catch (DirectoryNotFoundException)
        {
            // It vanished while we looked: nothing of it is left to count.
        }
        catch (IOException error)
        {
            Report(folder.Path, ProblemKind.UnreadableFolder, error.Message);
        }
        return false;
    }

    /// <summary>False when the folder was searched before. Systems without identities rely on the depth limit.</summary>
    private bool TryEnter(string root, Folder folder, out FileStatus status)
    {
        status = FileStatus.Of(folder.Path);
        if (status.Kind == FileStatus.FileKind.Refused) Report(folder.Path, ProblemKind.UnreadableFolder, status.Refusal);
        if (IsUnreachable(folder.Path, status)) Report(folder.Path, ProblemKind.UnreadableFolder, NameNotUtf8);
        // What a link leads to may have become a file.
        if (status.Kind == FileStatus.FileKind.Regular && _source.IsLog(folder.RelativePath))
            AddFile(new Candidate(folder.Path, root, folder.RelativePath), status);
        if (status.Kind != FileStatus.FileKind.Folder) return false;
        if (folder.Depth > FolderDepthMax)
        {
            Report(folder.Path, ProblemKind.UnreadableFolder, $"more than {FolderDepthMax} folders deep");
            return false;
        }
        return status.Inode == 0 || _seenFolders.Add((status.Device, status.Inode));
    }

    private static string RelativePathOf(Folder folder, string name) =>
        folder.RelativePath.Length == 0 ? name : folder.RelativePath + "/" + name;

    private void AddFile(Candidate candidate, FileStatus status)
    {
        switch (status.Kind)
        {
            // Files without a byte hold nothing, and some special files (in /proc) look like that and never end.
            case FileStatus.FileKind.Regular when status.Bytes > 0:
                _candidates.Add(candidate with { Status = status });
                break;
            case FileStatus.FileKind.Refused:
                Report(candidate.Path, ProblemKind.UnreadableFile, status.Refusal);
                break;
            case FileStatus.FileKind.Missing when IsUnreachable(candidate.Path, status):
                Report(candidate.Path, ProblemKind.UnreadableFile, NameNotUtf8);
                break;
        }
    }

    /// <summary>.NET lists names that are not UTF-8 with replacement characters, and cannot open what it lists.</summary>
    private static bool IsUnreachable(string path, FileStatus status) =>
        status.Kind == FileStatus.FileKind.Missing && Path.GetFileName(path).Contains('\uFFFD');

    private List<SourceFile> TakeFiles()
    {
        _candidates.Sort(static (left, right) => string.CompareOrdinal(left.Path, right.Path));
        var seen = new HashSet<(ulong, ulong)>(_candidates.Count);
        var files = new List<SourceFile>(_candidates.Count);
        foreach (Candidate file in _candidates)
        {
            bool isSeen = file.Status.Inode != 0 && !seen.Add((file.Status.Device, file.Status.Inode));
            if (isSeen) continue;
            files.Add(new SourceFile(_source, file.Path, file.Root, file.RelativePath, file.Status));
        }
        return files;
    }

    private void Report(string path, ProblemKind kind, string detail) => _problems.Add(new Problem(path, kind, 1, null, detail));

    private readonly record struct Candidate(string Path, string Root, string RelativePath, FileStatus Status = default);

    private readonly record struct Folder(string Path, string RelativePath, int Depth);
}
