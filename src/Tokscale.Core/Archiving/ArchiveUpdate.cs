using System.Runtime.InteropServices;
using Tokscale.Core.Scanning;
using Tokscale.Core.Scanning.Cache;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Archiving;

/// <summary>Brings the archive up to date with the logs on disk.</summary>
public sealed class ArchiveUpdate
{
    private readonly ArchiveDatabase _archive;
    private readonly LogScan _scan;
    private readonly ArchiveJoin _join;
    private readonly RowEncoder _encoder;
    private readonly ArchiveTally _tally;

    private ArchiveUpdate(ArchiveDatabase archive, LogScan scan)
    {
        (_archive, _scan) = (archive, scan);
        _join = new ArchiveJoin(archive, scan.Names);
        _encoder = new RowEncoder(scan.Names);
        _tally = new ArchiveTally(archive, scan.Names);
    }

    /// <summary>Reads the logs and saves what is new. When this returns, it is on disk.</summary>
    /// <param name="request">What to read; says where the archive is, which is made when there is none.</param>
    /// <param name="machineName">The name of this machine, for people.</param>
    /// <param name="clock">Tells when.</param>
    /// <returns>What changed; the scan has what could not be read, and no calls.</returns>
    /// <exception cref="ArchiveException">Nothing was saved.</exception>
    public static (IReadOnlyList<ArchiveSourceChange> Changes, ScanResult Scan) Run(
        ScanRequest request, string machineName, TimeProvider clock)
    {
        long nowMs = clock.GetUtcNow().ToUnixTimeMilliseconds();
        // The logs are read under the lock: of two updates at once, the one that saves last must also be the one that read last.
        using ArchiveDatabase archive = ArchiveOpener.OpenToWrite(request.ArchivePath!, machineName, nowMs);
        LogScan scan = UsageScan.ReadLogs(request);
        var update = new ArchiveUpdate(archive, scan);
        foreach (SourceLogs logs in scan.Sources) update.Save(logs);
        List<ArchiveSourceChange> changes = update._tally.Finish();
        // An archive that did not change lets reports use what they remember of it.
        if (changes.Any(change => change.NewLogs + change.ChangedLogs > 0)) archive.NoteUpdate(nowMs);
        archive.Commit();
        return (changes, scan.WithoutCalls());
    }

    private void Save(SourceLogs logs)
    {
        Dictionary<string, ArchivedLog> known = _join.OwnLogs(logs.Source);
        foreach (FileUsage usage in logs.Files)
        {
            if (!known.TryGetValue(usage.File.Path, out ArchivedLog? log)) SaveNew(usage);
            else if (!LogState.IsIncomplete(usage)) SaveChanged(log, usage);
        }
        foreach (ArchivedLog log in known.Values.Where(log => _join.IsReadElsewhere(logs.Source, log))) Remove(log);
    }

    private void Remove(ArchivedLog log)
    {
        _archive.Remove(log);
        _tally.CountChanged(log.SourceId);
    }

    private void SaveNew(FileUsage usage)
    {
        if (usage.Rows.IsEmpty) return;
        var log = new ArchivedLog
        {
            Machine = _archive.Machine,
            SourceId = usage.File.Source.Id,
            Path = usage.File.Path,
            Root = usage.File.Root,
            RelativePath = usage.File.RelativePath,
        };
        _archive.Write(WithFacts(log, usage, lost: []), _encoder.Encode(usage.Rows.ToArray()), null);
        _tally.CountNew(log.SourceId);
    }

    private void SaveChanged(ArchivedLog log, FileUsage usage)
    {
        bool isUnchanged = log.Reader == (long)BuildId.Current && log.State != 0 && log.State == LogState.Of(usage);
        if (isUnchanged || LogState.ChangeOf(usage, log) == LogChange.Bereft) return;
        List<UsageRow> lost = _join.LostOf(log, usage, usage.File.Source.Duplicates.CountsFilesWhole);
        RowBlob rows = _encoder.Encode(usage.Rows.ToArray()), lostRows = _encoder.Encode(CollectionsMarshal.AsSpan(lost));
        bool haveRowsChanged = rows.Checksum != log.RowChecksum, haveLostChanged = lostRows.Checksum != log.LostChecksum;
        _archive.Write(WithFacts(log, usage, lost), haveRowsChanged ? rows : null, haveLostChanged ? lostRows : null);
        if (haveRowsChanged || haveLostChanged) _tally.CountChanged(log.SourceId);
    }

    private ArchivedLog WithFacts(ArchivedLog log, FileUsage usage, List<UsageRow> lost)
    {
        var span = new RowSpan();
        span.Add(usage.Rows);
        span.Add(CollectionsMarshal.AsSpan(lost));
        bool isCertain = LogState.IsCertain(usage, _scan.StartedNs);
        return log with
        {
            Session = _scan.Names[usage.Session],
            ParentSession = _scan.Names[usage.ParentSession],
            Bytes = usage.File.Status.Bytes,
            ModifiedNs = usage.File.Status.ModifiedNs,
            PrefixHash = (long?)PrefixHash.Of(usage.File.Path, usage.File.Status.Bytes),
            IsDatabase = LogState.IsDatabase(usage),
            FileState = isCertain ? LogState.OfFile(usage) : 0,
            MissingCount = LogState.MissingCount(usage),
            State = isCertain ? LogState.Of(usage) : 0,
            Reader = (long)BuildId.Current,
            ReadAtMs = _scan.StartedNs / 1_000_000,
            CopiesLeftOut = usage.CopiesLeftOut,
            FirstMs = span.FirstMs,
            LastMs = span.LastMs,
        };
    }
}
