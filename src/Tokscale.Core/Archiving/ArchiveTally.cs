using Tokscale.Core.Sources;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Archiving;

/// <summary>Counts which logs a change of the archive touches, and renews the totals of their sources.</summary>
internal sealed class ArchiveTally(ArchiveDatabase archive, NameTable names)
{
    private readonly Dictionary<string, ArchiveTotal> _before = archive.ReadTotals();
    private readonly Dictionary<string, (int New, int Changed)> _logs = new(StringComparer.Ordinal);

    public void CountNew(string sourceId) => _logs[sourceId] = LogsOf(sourceId) with { New = LogsOf(sourceId).New + 1 };

    public void CountChanged(string sourceId) => _logs[sourceId] = LogsOf(sourceId) with { Changed = LogsOf(sourceId).Changed + 1 };

    /// <summary>Counts what the archive now has of the sources that were touched, and saves it with the archive.</summary>
    /// <returns>Every source that the archive knows, by id.</returns>
    public List<ArchiveSourceChange> Finish()
    {
        var join = new ArchiveJoin(archive, names);
        var changes = new List<ArchiveSourceChange>();
        foreach (string id in _before.Keys.Union(_logs.Keys).Order(StringComparer.Ordinal))
        {
            ArchiveTotal before = _before.GetValueOrDefault(id), after = before;
            (int newLogs, int changedLogs) = LogsOf(id);
            // Without the agent's rule for copies, calls cannot be counted; a newer version will.
            if (newLogs + changedLogs > 0 && SourceRegistry.Find(id) is { } source)
            {
                source.Duplicates.Resolve(join.Files(source, []), out EventPacker calls, out Exception? failure);
                // The rows are saved all the same; a version without the mistake will count them.
                if (failure is null) archive.WriteTotal(id, after = ArchiveTotal.Of(calls.Packed));
            }
            changes.Add(new ArchiveSourceChange(id, newLogs, changedLogs, before, after));
        }
        return changes;
    }

    private (int New, int Changed) LogsOf(string sourceId) => _logs.GetValueOrDefault(sourceId);
}
