using Tokscale.Core.Scanning;

namespace Tokscale.Core.Archiving;

/// <summary>Adds the archive's history to a scan. Without an archive, or with one that cannot be read, the logs count alone.</summary>
internal static class ArchiveHistory
{
    /// <param name="path">The archive; null: there is none.</param>
    /// <param name="logs">What was read of the logs.</param>
    /// <returns>The files to count for each source, and what was wrong with the archive.</returns>
    public static (IReadOnlyList<FileUsage>[] Counted, Problem? Problem) Join(string? path, LogScan logs)
    {
        IReadOnlyList<FileUsage>[] live = [.. logs.Sources.Select(source => source.Files)];
        if (path is null) return (live, null);
        try
        {
            using ArchiveDatabase? archive = ArchiveDatabase.TryOpen(path);
            if (archive is null) return (live, null);
            var join = new ArchiveJoin(archive, logs.Names);
            // All or nothing: history of some sources only would be hard to make sense of.
            return ([.. logs.Sources.Select(source => join.Files(source.Source, source.Files))], null);
        }
        catch (ArchiveException error)
        {
            return (live, new Problem(path, ProblemKind.UnreadableArchive, 1, null, error.Message));
        }
    }
}
