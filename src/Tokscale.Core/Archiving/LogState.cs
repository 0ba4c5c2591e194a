using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text;
using Tokscale.Core.Files;
using Tokscale.Core.Scanning;

namespace Tokscale.Core.Archiving;

/// <summary>Tells whether a log is as it was when it was archived, and if not, whether it has only grown.</summary>
internal static class LogState
{
    /// <summary>Clocks of file systems tick coarsely: a change just before the file was read may not show in its times.</summary>
    private const long UncertainNs = 2_000_000_000;

    /// <summary>A hash of what the file system says of the file and of those it depends on.</summary>
    public static long Of(FileUsage usage)
    {
        var hash = new XxHash3();
        Append(hash, usage.File.Status);
        foreach (Dependency dependency in usage.Dependencies)
        {
            hash.Append(Encoding.UTF8.GetBytes(dependency.Path));
            Append(hash, dependency.Status);
        }
        return (long)Math.Max(1, hash.GetCurrentHashAsUInt64());
    }

    /// <summary>As <see cref="Of"/>; 0 when the file changed so shortly before that a further change might not show.</summary>
    /// <param name="usage">What was read.</param>
    /// <param name="readAtNs">When the scan looked at the first file, UTC nanoseconds since 1970.</param>
    public static long ToKeep(FileUsage usage, long readAtNs)
    {
        bool isCertain = usage.File.Status.ChangedNs + UncertainNs <= readAtNs
            && usage.Dependencies.TrueForAll(dependency => dependency.Status.ChangedNs + UncertainNs <= readAtNs);
        return isCertain && !IsIncomplete(usage) ? Of(usage) : 0;
    }

    /// <summary>What happened to a log since it was archived.</summary>
    public static LogChange ChangeOf(FileUsage now, ArchivedLog archived)
    {
        if (now.Rows.IsEmpty && archived.RowCount > 0 && FileStatus.Of(now.File.Path).Kind != FileStatus.FileKind.Regular)
            return LogChange.Rewritten; // Deleted after it was found.
        if (archived.State != 0 && archived.State == Of(now)) return LogChange.None;
        if (IsIncomplete(now) || IsDatabase(now)) return LogChange.Rewritten;
        bool hasGrown = now.File.Status.Bytes >= archived.Bytes && archived.PrefixHash is { } hash
            && (long?)PrefixHash.Of(now.File.Path, archived.Bytes) == hash;
        return hasGrown ? LogChange.Grown : LogChange.Rewritten;
    }

    /// <summary>True when not all of a log could be read, so that rows may be missing which are still in it.</summary>
    public static bool IsIncomplete(FileUsage usage) => usage.Problems.Exists(problem => problem.Kind is
        ProblemKind.UnreadableFile or ProblemKind.MalformedFile or ProblemKind.LockedDatabase or ProblemKind.UnreadableDatabase);

    // Rows of a database may go while its file stays as it was: they are in its log. Readers of databases depend on that.
    private static bool IsDatabase(FileUsage usage) => usage.Dependencies.Exists(dependency => dependency.Path == usage.File.Path + "-wal");

    private static void Append(XxHash3 hash, in FileStatus status)
    {
        ReadOnlySpan<long> facts =
            [(long)status.Kind, (long)status.Device, (long)status.Inode, status.Bytes, status.ModifiedNs, status.ChangedNs];
        hash.Append(MemoryMarshal.AsBytes(facts));
    }
}
