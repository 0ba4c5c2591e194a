using Tokscale.Core.Files;
using Tokscale.Core.Scanning;
using Tokscale.Core.Sources;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Archiving;

/// <summary>What an archive holds, beside the logs that are on disk.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Machines">Whose logs it holds, this machine first.</param>
/// <param name="Sources">By id.</param>
public sealed record ArchiveStatus(
    string Path, long Bytes, IReadOnlyList<ArchiveMachine> Machines, IReadOnlyList<ArchiveSourceStatus> Sources)
{
    /// <summary>Reads logs and archive.</summary>
    /// <param name="request">What to read; says where the archive is.</param>
    /// <returns>Null when there is no archive; the scan has what could not be read, and no calls.</returns>
    /// <exception cref="ArchiveException">It cannot be read.</exception>
    public static (ArchiveStatus? Status, ScanResult Scan) Of(ScanRequest request)
    {
        LogScan logs = UsageScan.ReadLogs(request);
        using ArchiveDatabase? archive = ArchiveOpener.TryOpen(request.ArchivePath!);
        return (archive is null ? null : Of(archive, request.ArchivePath!, logs), logs.WithoutCalls());
    }

    private static ArchiveStatus Of(ArchiveDatabase archive, string path, LogScan logs)
    {
        var join = new ArchiveJoin(archive, logs.Names);
        Dictionary<string, ArchiveTotal> totals = archive.ReadTotals();
        ILookup<string, ArchivedLog> archived = archive.ReadLogs().ToLookup(log => log.SourceId, StringComparer.Ordinal);
        var sources = new List<ArchiveSourceStatus>();
        foreach (string id in archived.Select(group => group.Key).Order(StringComparer.Ordinal))
        {
            SourceLogs? live = logs.Sources.FirstOrDefault(source => source.Source.Id == id);
            HashSet<string> here = [.. live?.Files.Select(usage => usage.File.Path) ?? []];
            int gone = archived[id].Count(log => log.Machine != archive.Machine || !here.Contains(log.Path));
            long inLogs = live is null ? 0 : CallsOf(live.Source, live.Files);
            long inAll = live is null ? 0 : CallsOf(live.Source, join.Files(live.Source, live.Files));
            ArchiveTotal saved = totals.GetValueOrDefault(id);
            long onlyHere = Math.Max(0, inAll - inLogs), notSaved = Math.Max(0, inAll - saved.Calls);
            sources.Add(new ArchiveSourceStatus(id, archived[id].Count(), gone, saved, onlyHere, notSaved));
        }
        return new ArchiveStatus(path, FileStatus.Of(path).Bytes, archive.ReadMachines(), sources);
    }

    private static long CallsOf(UsageSource source, IReadOnlyList<FileUsage> files)
    {
        source.Duplicates.Resolve(files, out EventPacker calls, out _);
        return calls.Count;
    }
}
