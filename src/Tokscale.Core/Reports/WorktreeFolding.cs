namespace Tokscale.Core.Reports;

/// <summary>
/// Finds the project that a git worktree belongs to. A worktree has a file <c>.git</c> that points into
/// <c>MAIN/.git/worktrees/NAME</c>; worktrees that agents make and delete again are told by their path.
/// </summary>
public sealed class WorktreeFolding
{
    private const string GitDirMark = "gitdir:";
    private const int GitFileBytesMax = 4096;

    private static readonly string[] s_temporaryFolders = ["/.claude/worktrees/", "/.git/worktrees/", "/.worktrees/"];

    /// <summary>The main working tree of a path; the path itself when it is no worktree.</summary>
    public string ProjectOf(string path)
    {
        string normal = path.Replace('\\', '/');
        foreach (string mark in s_temporaryFolders)
            if (normal.IndexOf(mark, StringComparison.Ordinal) is > 0 and var place) return path[..place];
        return MainTreeOf(path) ?? (path.Length > 1 ? path.TrimEnd('/') : path);
    }

    private static string? MainTreeOf(string path)
    {
        string gitFile = Path.Join(path, ".git");
        if (!Path.IsPathRooted(path) || new FileInfo(gitFile) is not { Exists: true, Length: < GitFileBytesMax }) return null;
        try
        {
            string text = File.ReadAllText(gitFile).Trim();
            if (!text.StartsWith(GitDirMark, StringComparison.Ordinal)) return null;
            string gitDir = Path.GetFullPath(text[GitDirMark.Length..].Trim(), path).Replace('\\', '/');
            int place = gitDir.IndexOf("/.git/worktrees/", StringComparison.Ordinal);
            return place > 0 ? gitDir[..place] : null;
        }
        catch (IOException)
        {
            return null; // The worktree stays a project of its own.
        }
        catch (UnauthorizedAccessException)
        {
            return null;
        }
    }
}
