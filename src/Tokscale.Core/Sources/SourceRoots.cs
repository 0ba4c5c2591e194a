using Tokscale.Core.Files;

namespace Tokscale.Core.Sources;

/// <summary>Turns the roots of a source, which are data, into paths on this machine.</summary>
public static class SourceRoots
{
    /// <summary>Every path to look at, each once, in the order of the source; missing ones too.</summary>
    public static IReadOnlyList<string> PathsOf(IUsageSource source, HomeDirectory home, IReadOnlyList<string> extraRoots)
    {
        IEnumerable<string> replacing = source.Variables.Where(variable => !variable.Adds).SelectMany(variable => PathsOf(variable, home));
        IEnumerable<string> adding = source.Variables.Where(variable => variable.Adds).SelectMany(variable => PathsOf(variable, home));
        bool isReplaced = source.Variables.Any(variable => !variable.Adds && home.PathsOf(variable.Name).Count > 0);
        IEnumerable<SourceRoot> roots = source.Roots.Where(root => IsOfThisSystem(root) && !IsReplaced(root, home));
        IEnumerable<string> main = isReplaced ? replacing : roots.SelectMany(root => PathsOf(root, home));
        return [.. main.Concat(adding).Concat(source.FindFurtherRoots(home)).Concat(extraRoots).Distinct(StringComparer.Ordinal)];
    }

    internal static bool IsOfThisSystem(SourceRoot root) =>
        (OperatingSystem.IsWindows() ? RootSystems.Windows : OperatingSystem.IsMacOS() ? RootSystems.MacOS : RootSystems.Linux)
        is var system && (root.Systems & system) != 0;

    private static bool IsReplaced(SourceRoot root, HomeDirectory home) =>
        root.UnlessSet is not null && home.PathsOf(root.UnlessSet).Count > 0;

    private static IEnumerable<string> PathsOf(RootVariable variable, HomeDirectory home)
    {
        foreach (string value in home.PathsOf(variable.Name))
        {
            string[] candidates = [.. variable.Below.Select(below => below.Length == 0 ? value : Path.Join(value, below))];
            yield return candidates.FirstOrDefault(Exists) ?? candidates[0];
        }
    }

    private static IEnumerable<string> PathsOf(SourceRoot root, HomeDirectory home)
    {
        string path = home.Place(root.Place);
        if (!root.Path.Contains('*')) return [root.Path.Length == 0 ? path : Path.Join(path, root.Path)];
        List<string> paths = [path];
        foreach (string part in root.Path.Split('/'))
        {
            paths = part.Contains('*') ? [.. paths.SelectMany(parent => FoldersOf(parent, part))] : paths.ConvertAll(parent => Path.Join(parent, part));
        }
        return paths;
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
