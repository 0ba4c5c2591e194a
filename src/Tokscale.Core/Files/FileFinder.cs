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

    /// <summary>For fewer, starting a thread costs more than it saves.</summary>
    private const int FoldersPerWorkerMin = 32;

    private readonly UsageSource _source;
    private readonly Func<string, FolderListing?> _remembered;
    private readonly int _workerCount;
    private readonly List<SourceFile> _files = [];
    private readonly List<Problem> _problems = [];
    private readonly List<FolderListing> _listings = [];
    private readonly HashSet<(ulong, ulong)> _seenFolders = [];

    /// <summary>What lies below one root comes in the order of paths.</summary>
    private bool _isInOrder = true;

    private FileFinder(UsageSource source, Func<string, FolderListing?> remembered, int workerCount) =>
        (_source, _remembered, _workerCount) = (source, remembered, workerCount);

    /// <summary>Searches all roots of a source.</summary>
    /// <param name="source">The agent.</param>
    /// <param name="home">Whose logs.</param>
    /// <param name="extraRoots">Further places.</param>
    /// <param name="remembered">
    /// What an earlier search found in a folder; null or a result of null: nothing is known. Called by several threads.
    /// </param>
    /// <param name="workerCount">Threads that search; the result is the same for any number.</param>
    public static FoundFiles Find(
        UsageSource source, HomeDirectory home, IReadOnlyList<string> extraRoots, Func<string, FolderListing?>? remembered = null, int workerCount = 1)
    {
        var finder = new FileFinder(source, remembered ?? (static _ => null), workerCount);
        IReadOnlyList<string> paths = SourceRoots.PathsOf(source, home, extraRoots);
        var roots = new List<ProbedRoot>(paths.Count);
        foreach (string path in paths) roots.Add(new ProbedRoot(path, finder.SearchRoot(path, home)));
        return new FoundFiles(roots, finder.TakeFiles(), finder._problems, finder._listings);
    }

    /// <returns>True when the root exists and is not another agent's.</returns>
    private bool SearchRoot(string root, HomeDirectory home)
    {
        FileStatus status = FileStatus.Of(root);
        if (status.Kind is FileStatus.FileKind.Missing or FileStatus.FileKind.Special) return false;
        foreach (string foreign in _source.FindForeignRoots(home))
        {
            if (foreign == root || FileStatus.Of(foreign).IsSameAs(status)) return false;
        }
        var search = new FolderSearch(_source, new SourceFolder(root, root, string.Empty), status, depth: 0, isLink: false);
        if (status.IsFile) search.AddFile(new SourceFile(_source, root, root, string.Empty, status));
        else SearchTree(search);
        int fileCountBefore = _files.Count;
        search.Collect(_files, _problems, _listings);
        _isInOrder &= fileCountBefore == 0 || _files.Count == fileCountBefore;
        return true;
    }

    private void SearchTree(FolderSearch root)
    {
        // Linked folders come last, so that a folder is found under its own path when that lies below the root too.
        var linkedFolders = new Stack<FolderSearch>([root]);
        while (linkedFolders.TryPop(out FolderSearch? linked))
        {
            for (List<FolderSearch> level = [linked]; level.Count > 0;)
            {
                level.RemoveAll(folder => !TryEnter(folder));
                SearchAll(level);
                ILookup<bool, FolderSearch> next = level.SelectMany(folder => folder.Folders).ToLookup(folder => folder.IsLink);
                foreach (FolderSearch folder in next[true]) linkedFolders.Push(folder);
                level = [.. next[false]];
            }
        }
    }

    /// <summary>False when the folder was searched before. Systems without identities rely on the depth limit.</summary>
    private bool TryEnter(FolderSearch folder) =>
        folder.CanBeEntered(FolderDepthMax) && (folder.Status.Inode == 0 || _seenFolders.Add((folder.Status.Device, folder.Status.Inode)));

    private void SearchAll(List<FolderSearch> folders) =>
        Workers.ForEach(
            Math.Min(_workerCount, folders.Count / FoldersPerWorkerMin), folders.Count, index => folders[index].Run(_remembered(folders[index].Path)));

    private List<SourceFile> TakeFiles()
    {
        if (!_isInOrder) _files.Sort(static (left, right) => string.CompareOrdinal(left.Path, right.Path));
        var seen = new HashSet<(ulong, ulong)>(_files.Count);
        _files.RemoveAll(file => file.Status.Inode != 0 && !seen.Add((file.Status.Device, file.Status.Inode)));
        return _files;
    }
}
