using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text;
using Tokscale.Core.Files;
using Tokscale.Core.Scanning;
using Tokscale.Core.Scanning.Cache;
using Tokscale.Core.Sources;

namespace Tokscale.Core.Archiving;

/// <summary>Tells whether a log is as it was when it was archived, and if not, whether it has only grown.</summary>
internal static class LogState
{
    /// <summary>Clocks of file systems tick coarsely: a change just before the file was read may not show in its times.</summary>
    private const long UncertainNs = 2_000_000_000;

    /// <summary>A hash, never 0, of what the file system says of a file.</summary>
    public static long OfFile(in FileStatus file) => OfFile(file, null);

    /// <summary>A hash, never 0, of what the file system says of a log, and of a database's own log.</summary>
    public static long OfFile(SourceFile file, bool isDatabase) =>
        OfFile(file.Status, isDatabase ? FileStatus.Of(LogOfDatabase(file)) : null);

    /// <summary>As <see cref="OfFile(SourceFile, bool)"/>, as of the moment when the log was read.</summary>
    public static long OfFile(FileUsage usage)
    {
        string log = LogOfDatabase(usage.File);
        Dependency? known = usage.Dependencies.Where(dependency => dependency.Path == log).Cast<Dependency?>().FirstOrDefault();
        return OfFile(usage.File.Status, known?.Status);
    }

    /// <summary>A hash, never 0, of what the file system said of a log and of all files it depends on.</summary>
    public static long Of(FileUsage usage)
    {
        var hash = new XxHash3();
        Append(hash, usage.File.Status);
        foreach (Dependency dependency in usage.Dependencies)
        {
            hash.Append(Encoding.UTF8.GetBytes(dependency.Path));
            Append(hash, dependency.Status);
        }
        return NotZero(hash.GetCurrentHashAsUInt64());
    }

    /// <summary>False when the log changed so shortly before the scan that a further change might not show.</summary>
    /// <param name="usage">What was read.</param>
    /// <param name="startedNs">When the scan looked at the first file, UTC nanoseconds since 1970.</param>
    public static bool IsCertain(FileUsage usage, long startedNs) =>
        !IsIncomplete(usage) && IsCertain(usage.File.Status, startedNs)
        && usage.Dependencies.All(dependency => IsCertain(dependency.Status, startedNs));

    /// <inheritdoc cref="IsCertain(FileUsage, long)"/>
    public static bool IsCertain(in FileStatus status, long startedNs) => status.ChangedNs + UncertainNs <= startedNs;

    /// <summary>What happened to a log since it was archived.</summary>
    public static LogChange ChangeOf(FileUsage now, ArchivedLog archived)
    {
        SourceFile file = now.File;
        if (IsIncomplete(now)) return LogChange.Rewritten;
        bool isDeletedMeanwhile = now.Rows.IsEmpty && archived.RowCount > 0 && !FileStatus.Of(file.Path).IsFile;
        if (isDeletedMeanwhile) return LogChange.Rewritten;
        bool isSame = archived.FileState != 0 && archived.FileState == OfFile(now);
        bool hasGrown = !isSame && !IsDatabase(now) && file.Status.Bytes >= archived.Bytes && archived.PrefixHash is { } hash
            && (long?)PrefixHash.Of(file.Path, archived.Bytes) == hash;
        if (!isSame && !hasGrown) return LogChange.Rewritten;
        isSame |= file.Status.Bytes == archived.Bytes;
        // Another build may read the log better, whatever is missing.
        bool isBereft = isSame && archived.Reader == (long)BuildId.Current && MissingCount(now) > archived.MissingCount;
        return isBereft ? LogChange.Bereft : isSame ? LogChange.None : LogChange.Grown;
    }

    /// <summary>How many of the files that a log depends on do not exist.</summary>
    public static int MissingCount(FileUsage usage) =>
        usage.Dependencies.Count(dependency => dependency.Status.Kind == FileStatus.FileKind.Missing);

    /// <summary>True when not all of a log could be read, so that rows may be missing which are still in it.</summary>
    public static bool IsIncomplete(FileUsage usage) => usage.Problems.Any(problem => problem.Kind is
        ProblemKind.UnreadableFile or ProblemKind.MalformedFile or ProblemKind.LockedDatabase or ProblemKind.UnreadableDatabase);

    /// <summary>Readers of databases depend on the database's own log: rows may change there while the file stays as it is.</summary>
    public static bool IsDatabase(FileUsage usage)
    {
        string log = LogOfDatabase(usage.File);
        return usage.Dependencies.Any(dependency => dependency.Path == log);
    }

    private static long OfFile(in FileStatus file, FileStatus? logOfDatabase)
    {
        FileStatus log = logOfDatabase ?? default;
        ReadOnlySpan<long> facts =
        [
            (long)file.Kind, (long)file.Device, (long)file.Inode, file.Bytes, file.ModifiedNs, file.ChangedNs,
            (long)log.Kind, (long)log.Device, (long)log.Inode, log.Bytes, log.ModifiedNs, log.ChangedNs,
        ];
        return NotZero(XxHash3.HashToUInt64(MemoryMarshal.AsBytes(facts)));
    }

    private static long NotZero(ulong hash) => (long)Math.Max(1, hash);

    private static void Append(XxHash3 hash, in FileStatus status)
    {
        ReadOnlySpan<long> facts =
            [(long)status.Kind, (long)status.Device, (long)status.Inode, status.Bytes, status.ModifiedNs, status.ChangedNs];
        hash.Append(MemoryMarshal.AsBytes(facts));
    }

    private static string LogOfDatabase(SourceFile file) => file.Path + "-wal";
}
