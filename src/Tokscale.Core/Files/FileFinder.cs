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
    private readonly List<Candidate> _candidates = [];
    private readonly List<Problem> _problems = [];
    private readonly HashSet<(ulong, ulong)> _seenFolders = [];

    private FileFinder(IUsageSource source) => _source = source;

    /// <summary>Searches all roots of a source.</summary>
    public static FoundFiles Find(IUsageSource source, HomeDirectory home, IReadOnlyList<string> extraRoots)
    {
        var finder = new FileFinder(source);
        IReadOnlyList<string> paths = SourceRoots.PathsOf(source, home, extraRoots);
        var roots = new List<ProbedRoot>(paths.Count);
        foreach (string path in paths) roots.Add(new ProbedRoot(path, finder.SearchRoot(path)));
        return new FoundFiles(roots, finder.TakeFiles(), finder._problems);
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
            if (TryEnter(folder)) SearchFolder(root, folder, folders, linkedFolders);
        }
    }

    private void SearchFolder(string root, Folder folder, Stack<Folder> folders, Stack<Folder> linkedFolders)
    {
        try
        {
            foreach (Entry entry in new FileSystemEnumerable<Entry>(folder.Path, Entry.Of, s_allEntries))
            {
                string relativePath = folder.RelativePath.Length == 0 ? entry.Name : folder.RelativePath + "/" + entry.Name;
                string path = Path.Join(folder.Path, entry.Name);
                if (!entry.IsFolder)
                {
                    if (_source.IsLog(relativePath)) AddFile(new Candidate(path, root, relativePath), FileStatus.Of(path));
                    continue;
                }
                if (!_source.IsSearched(relativePath)) continue;
                (entry.IsLink ? linkedFolders : folders).Push(new Folder(path, relativePath, folder.Depth + 1));
            }
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
    }

    /// <summary>False when the folder was searched before. Systems without identities rely on the depth limit.</summary>
    private bool TryEnter(Folder folder)
    {
        FileStatus status = FileStatus.Of(folder.Path);
        if (status.Kind == FileStatus.FileKind.Refused) Report(folder.Path, ProblemKind.UnreadableFolder, status.Refusal);
        if (IsUnreachable(folder.Path, status)) Report(folder.Path, ProblemKind.UnreadableFolder, NameNotUtf8);
        if (status.Kind != FileStatus.FileKind.Folder) return false;
        if (folder.Depth > FolderDepthMax)
        {
            Report(folder.Path, ProblemKind.UnreadableFolder, $"more than {FolderDepthMax} folders deep");
            return false;
        }
        return status.Inode == 0 || _seenFolders.Add((status.Device, status.Inode));
    }

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

    private readonly record struct Entry(string Name, bool IsFolder, bool IsLink)
    {
        public static Entry Of(ref FileSystemEntry entry)
        {
            bool isFolder = entry.IsDirectory;
            // Asking for attributes costs a call, so only folders are asked.
            bool isLink = isFolder && entry.Attributes.HasFlag(FileAttributes.ReparsePoint);
            return new Entry(entry.FileName.ToString(), isFolder, isLink);
        }
    }
}
