using Tokscale.Core.Files;
using Tokscale.Core.Scanning;
using Tokscale.Core.Sources;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Archiving;

/// <summary>
/// Joins the logs of a source with what the archive has of it, so that both go through the same rule for copies. A log that is
/// still there speaks for itself; the archive adds what it had once. Only logs that are gone or were rewritten are read from
/// the archive, so a report is not slower for logs that both have.
/// </summary>
internal sealed class ArchiveJoin(ArchiveDatabase archive, NameTable names)
{
    private readonly Lazy<Dictionary<string, List<LogPlace>>> _places = new(archive.ReadPlaces);
    private readonly Lazy<ILookup<string, ArchivedLog>> _logs =
        new(() => archive.ReadLogs().ToLookup(log => log.SourceId, StringComparer.Ordinal));

    /// <summary>
    /// False when every log that the archive has of a source lies on disk as it was archived. Safe to use from several threads.
    /// </summary>
    public bool MayAddTo(UsageSource source, FoundFiles found)
    {
        if (!_places.Value.TryGetValue(source.Id, out List<LogPlace>? places)) return false;
        var files = new Dictionary<string, SourceFile>(found.Files.Count, StringComparer.Ordinal);
        foreach (SourceFile file in found.Files) files[file.Path] = file;
        return places.Exists(log =>
            !log.IsOwn || log.HasLost || log.FileState == 0
            || !files.TryGetValue(log.Path, out SourceFile? file) || log.FileState != LogState.OfFile(file, log.IsDatabase));
    }

    /// <summary>The files to count, by path.</summary>
    /// <param name="source">The agent.</param>
    /// <param name="live">The logs on disk, by path; none to see what the archive itself has.</param>
    /// <returns>The list that was given, when the archive adds nothing.</returns>
    /// <exception cref="ArchiveException">The archive cannot be read.</exception>
    public IReadOnlyList<FileUsage> Files(UsageSource source, IReadOnlyList<FileUsage> live)
    {
        if (!_logs.Value.Contains(source.Id)) return live;
        bool isWhole = source.Duplicates.CountsFilesWhole;
        var files = new Dictionary<string, FileUsage>(live.Count, StringComparer.Ordinal);
        foreach (FileUsage usage in live) files[usage.File.Path] = usage;
        var gone = new List<GoneLog>();
        var readAtMs = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (ArchivedLog log in _logs.Value[source.Id])
        {
            bool isHere = log.Machine == archive.Machine && files.ContainsKey(log.Path);
            if (isHere)
            {
                files[log.Path] = Complete(files[log.Path], log, isWhole);
                readAtMs[log.Path] = log.ReadAtMs;
            }
            else if (!IsReadElsewhere(source, log))
                gone.Add(new GoneLog(Restore(log.ToFile(source), log), log.IsDatabase, log.ReadAtMs));
        }
        if (gone.Count == 0 && live.All(usage => files[usage.File.Path] == usage)) return live;
        FileUsage[] present = [.. live.Select(usage => files[usage.File.Path])];
        // A stable sort: of files with the same path, that of this machine comes first.
        List<FileUsage> added = MovedLogs.LeftOut(OutgrownLogs.LeftOut(gone, present, readAtMs), present, isWhole);
        return [.. present.Concat(added).OrderBy(usage => usage.File.Path, StringComparer.Ordinal)];
    }

    /// <summary>The logs of this machine that the archive has of a source, by path.</summary>
    public Dictionary<string, ArchivedLog> OwnLogs(UsageSource source) =>
        _logs.Value[source.Id].Where(log => log.Machine == archive.Machine).ToDictionary(log => log.Path, StringComparer.Ordinal);

    /// <summary>
    /// True for a file of this machine that another build read as a log and this one does not: it is still there, and this build finds
    /// what it says in other files. A place that is a file itself needs no name.
    /// </summary>
    public bool IsReadElsewhere(UsageSource source, ArchivedLog log) =>
        log.Machine == archive.Machine && log.RelativePath.Length > 0 && !source.IsLog(log.RelativePath)
        && FileStatus.Of(log.Path).IsFile;

    /// <summary>What a log that is still there had once, and has no more.</summary>
    /// <exception cref="ArchiveException">The archive cannot be read.</exception>
    public List<UsageRow> LostOf(ArchivedLog log, FileUsage now, bool isWhole)
    {
        var lost = new List<UsageRow>();
        bool isRewritten = LogState.ChangeOf(now, log) == LogChange.Rewritten;
        if (!isRewritten && log.LostCount == 0) return lost;
        var rows = new LostRows(now.Rows.ToArray());
        rows.FindStillLost(archive.ReadLostRows(log, names), lost);
        if (isRewritten) rows.FindLost(archive.ReadRows(log, names), isWhole, lost);
        return lost;
    }

    private FileUsage Complete(FileUsage usage, ArchivedLog log, bool isWhole)
    {
        if (LogState.ChangeOf(usage, log) == LogChange.Bereft) return Restore(usage.File, log);
        List<UsageRow> lost = LostOf(log, usage, isWhole);
        return lost.Count == 0 ? usage : usage.WithRows([.. usage.Rows, .. lost]);
    }

    private FileUsage Restore(SourceFile file, ArchivedLog log)
    {
        var usage = new FileUsage(file)
        {
            Session = names.Add(log.Session),
            ParentSession = names.Add(log.ParentSession),
            CopiesLeftOut = log.CopiesLeftOut,
        };
        UsageRow[] rows = archive.ReadRows(log, names);
        if (log.LostCount > 0) rows = [.. rows, .. archive.ReadLostRows(log, names)];
        usage.UseRows(PackedRows.Of(rows));
        return usage;
    }
}
