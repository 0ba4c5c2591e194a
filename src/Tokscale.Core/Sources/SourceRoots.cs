using Tokscale.Core.Files;

namespace Tokscale.Core.Sources;

/// <summary>Turns the roots of a source, which are data, into paths on this machine.</summary>
public static class SourceRoots
{
    /// <summary>Every path to look at, each once, in the order of the source; missing ones too.</summary>
    public static IReadOnlyList<string> PathsOf(UsageSource source, HomeDirectory home, IReadOnlyList<string> extraRoots)
    {
        // Loops rather than queries: native code looks every kind of iterator up when it is first used, and this stands at each start.
        var paths = new List<string>();
        AddPathsOf(source, home, adding: false, paths);
        if (paths.Count == 0)
        {
            foreach (SourceRoot root in source.Roots)
            {
                if (IsOfThisSystem(root) && !IsReplaced(root, home)) AddPathsOf(root, home, paths);
            }
        }
        AddPathsOf(source, home, adding: true, paths);
        paths.AddRange(source.FindFurtherRoots(home));
        paths.AddRange(extraRoots);
        var seen = new HashSet<string>(paths.Count, StringComparer.Ordinal);
        paths.RemoveAll(path => !seen.Add(path));
        return paths;
    }

    internal static bool IsOfThisSystem(SourceRoot root) =>
        (OperatingSystem.IsWindows() ? RootSystems.Windows : OperatingSystem.IsMacOS() ? RootSystems.MacOS : RootSystems.Linux)
        is var system && (root.Systems & system) != 0;

    private static bool IsReplaced(SourceRoot root, HomeDirectory home) =>
        root.UnlessSet is not null && home.PathsOf(root.UnlessSet).Count > 0;

    private static void AddPathsOf(UsageSource source, HomeDirectory home, bool adding, List<string> paths)
    {
        foreach (RootVariable variable in source.Variables)
        {
            if (variable.Adds != adding) continue;
            foreach (string value in home.PathsOf(variable.Name))
            {
                string[] candidates = [.. variable.Below.Select(below => below.Length == 0 ? value : Path.Join(value, below))];
                paths.Add(candidates.FirstOrDefault(Exists) ?? candidates[0]);
            }
        }
    }

    private static void AddPathsOf(SourceRoot root, HomeDirectory home, List<string> paths)
    {
        string path = home.Place(root.Place);
        if (!root.Path.Contains('*'))
        {
            paths.Add(root.Path.Length == 0 ? path : Path.Join(path, root.Path));
            return;
        }
        List<string> matching = [path];
        foreach (string part in root.Path.Split('/'))
        {
            matching = part.Contains('*')
                ? [.. matching.SelectMany(parent => FoldersOf(parent, part))]
                : matching.ConvertAll(parent => Path.Join(parent, part));
        }
        paths.AddRange(matching);
    }

    private static bool Exists(string path) => FileStatus.Of(path).Kind != FileStatus.FileKind.Missing;

    private static string[] FoldersOf(string path, string pattern)
    {
        try
        {
            string[] folders = Directory.Exists(path) ? Directory.GetDirectories(path, pattern) : [];
            Array.Sort(folders, StringComparer.Ordinal);
            return folders;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return []; // A parent of possible roots that cannot be listed has no roots for us.
        }
    }
}
