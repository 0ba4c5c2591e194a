namespace Tokscale.Core.Archiving;

/// <summary>Copies of an archive, for other machines and as backups.</summary>
public static class ArchiveCopy
{
    /// <summary>Writes a copy as of one moment, also while an update runs.</summary>
    /// <param name="path">The archive.</param>
    /// <param name="target">A file that does not exist or is empty.</param>
    /// <returns>False when there is no archive.</returns>
    /// <exception cref="ArchiveException">The archive cannot be read, or the copy not be written.</exception>
    public static bool Write(string path, string target)
    {
        using ArchiveDatabase? archive = ArchiveOpener.TryOpen(path);
        archive?.CopyTo(target);
        return archive is not null;
    }
}
