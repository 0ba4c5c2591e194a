using Tokscale.Core.Scanning;

namespace Tokscale.Core.Sources.Shared.Rollouts;

/// <summary>
/// Leaves out files that are another file once more: a rollout is compressed, or moved to the archive, by writing the new
/// file before the old one is deleted.
/// </summary>
internal static class RolloutTwins
{
    /// <summary>
    /// The files to count, as ordered: of twins the plain one, then the one that is not archived, then the one that goes further,
    /// then the first.
    /// </summary>
    public static List<FileUsage> Without(IReadOnlyList<FileUsage> files)
    {
        var best = new Dictionary<(string, int), FileUsage>(files.Count);
        (string, int)[] keys = [.. files.Select(KeyOf)];
        for (int index = 0; index < keys.Length; index++)
        {
            if (!best.TryGetValue(keys[index], out FileUsage? other) || IsBetter(files[index], other)) best[keys[index]] = files[index];
        }
        return [.. files.Where((file, index) => best[keys[index]] == file)];
    }

    // Names made by the program are unique; under other names only files of one thread are twins, which is a file's own if it tells none.
    private static (string, int) KeyOf(FileUsage file)
    {
        string name = RolloutFile.BaseNameOf(file.File);
        return (name, name.StartsWith("rollout-", StringComparison.Ordinal) ? 0 : file.Session.Index);
    }

    private static bool IsBetter(FileUsage file, FileUsage other) =>
        (OrderOf(file), other.Rows.Length).CompareTo((OrderOf(other), file.Rows.Length)) < 0;

    private static int OrderOf(FileUsage file) =>
        (RolloutFile.IsCompressed(file.File) ? 2 : 0) + (RolloutFile.IsArchived(file.File) ? 1 : 0);
}
