using System.Runtime.InteropServices;
using Tokscale.Core.Sources;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Archiving;

/// <summary>
/// Joins another archive into this one: logs of another machine, or an older or newer state of this one's. Merging the same
/// archive again changes nothing, and two archives merged into each other hold the same calls.
/// </summary>
public sealed class ArchiveMerge
{
    private readonly ArchiveDatabase _own, _other;
    private readonly NameTable _names = new();
    private readonly RowEncoder _encoder;
    private readonly ArchiveTally _tally;

    private ArchiveMerge(ArchiveDatabase own, ArchiveDatabase other)
    {
        (_own, _other) = (own, other);
        _encoder = new RowEncoder(_names);
        _tally = new ArchiveTally(own, _names);
    }

    /// <summary>Merges a file, which is only read, whole or not at all.</summary>
    /// <param name="path">This archive; it is made when there is none.</param>
    /// <param name="otherPath">A file that <c>archive export</c> wrote, or another archive; it may come from anyone.</param>
    /// <param name="machineName">The name of this machine, for people.</param>
    /// <param name="clock">Tells when.</param>
    /// <exception cref="ArchiveException">This archive cannot be written; nothing was merged.</exception>
    /// <exception cref="ForeignArchiveException">The file is no sound archive; nothing was merged.</exception>
    public static IReadOnlyList<ArchiveSourceChange> Run(string path, string otherPath, string machineName, TimeProvider clock)
    {
        using ArchiveDatabase other = ForeignArchiveException.Of(() => ArchiveOpener.OpenForeign(otherPath));
        using ArchiveDatabase own = ArchiveOpener.OpenToWrite(path, machineName, clock.GetUtcNow().ToUnixTimeMilliseconds());
        var merge = new ArchiveMerge(own, other);
        merge.TakeAll();
        List<ArchiveSourceChange> changes = merge._tally.Finish();
        // Merging an archive with itself would otherwise wait for the end of its own reading.
        other.Dispose();
        own.Commit();
        return changes;
    }

    private void TakeAll()
    {
        List<ArchiveMachine> machines = ForeignArchiveException.Of(_other.ReadMachines);
        List<ArchivedLog> logs = ForeignArchiveException.Of(_other.ReadLogs);
        ForeignArchiveCheck.Check(machines, logs);
        foreach (ArchiveMachine machine in machines) _own.WriteMachine(machine);
        Dictionary<(string, string, string), ArchivedLog> known = _own.ReadLogs().ToDictionary(KeyOf);
        foreach (ArchivedLog log in logs)
        {
            bool isKnown = known.TryGetValue(KeyOf(log), out ArchivedLog? mine);
            if (isKnown && (mine!.RowChecksum, mine.LostChecksum) == (log.RowChecksum, log.LostChecksum)) continue;
            UsageRow[] rows = ForeignArchiveException.Of(() => _other.ReadRows(log, _names));
            UsageRow[] lost = ForeignArchiveException.Of(() => _other.ReadLostRows(log, _names));
            if (isKnown) Unite(mine!, log, rows, lost);
            else Add(log, rows, lost);
        }
    }

    private static (string, string, string) KeyOf(ArchivedLog log) => (log.SourceId, log.Machine, log.Path);

    private void Add(ArchivedLog log, UsageRow[] rows, UsageRow[] lost)
    {
        _own.Write(WithSpan(log with { Id = 0 }, rows, lost), _encoder.Encode(rows), _encoder.Encode(lost));
        _tally.CountNew(log.SourceId);
    }

    /// <summary>Two states of one log: the later one counts, and the other adds what that has no more.</summary>
    private void Unite(ArchivedLog mine, ArchivedLog theirs, UsageRow[] theirRows, UsageRow[] theirLost)
    {
        UsageRow[] myRows = _own.ReadRows(mine, _names), myLost = _own.ReadLostRows(mine, _names);
        bool isMineLater = AgeOf(mine).CompareTo(AgeOf(theirs)) >= 0;
        (UsageRow[] later, UsageRow[] earlier) = isMineLater ? (myRows, theirRows) : (theirRows, myRows);
        bool isWhole = SourceRegistry.Find(mine.SourceId)?.Duplicates.CountsFilesWhole ?? false;
        var lost = new List<UsageRow>();
        new LostRows(later).FindStillLost(myLost, lost);
        new LostRows([.. later, .. lost]).FindStillLost(theirLost, lost);
        new LostRows([.. later, .. lost]).FindLost(earlier, isWhole, lost);
        RowBlob rows = _encoder.Encode(later), lostRows = _encoder.Encode(CollectionsMarshal.AsSpan(lost));
        if ((rows.Checksum, lostRows.Checksum) == (mine.RowChecksum, mine.LostChecksum)) return;
        ArchivedLog log = (isMineLater ? mine : theirs) with { Id = mine.Id };
        _own.Write(WithSpan(log, later, [.. lost]), rows, lostRows);
        _tally.CountChanged(mine.SourceId);
    }

    /// <summary>Orders two states of a log, also of two machines that were one: never by which of them asks.</summary>
    private static (long, int, long) AgeOf(ArchivedLog log) => (log.ReadAtMs, log.RowCount, log.RowChecksum);

    private static ArchivedLog WithSpan(ArchivedLog log, UsageRow[] rows, UsageRow[] lost)
    {
        var span = new RowSpan();
        span.Add(rows);
        span.Add(lost);
        return log with { FirstMs = span.FirstMs, LastMs = span.LastMs };
    }
}
