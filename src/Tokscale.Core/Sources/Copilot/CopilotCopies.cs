using Tokscale.Core.Scanning;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Copilot;

/// <summary>
/// One session may be told by the store, by its event log and by telemetry, each with other gaps. It counts from the best of
/// them and from no other.
/// </summary>
internal sealed class CopilotCopies : DuplicateRule
{
    public override int Resolve(IReadOnlyList<FileUsage> files, EventPacker events)
    {
        HashSet<NameId> stored = StoredSessions(files);
        Dictionary<NameId, FileUsage> logs = BestLogs(files);
        HashSet<(int File, int Row)> calls = TelemetryCalls.Choose(files);
        Dictionary<UInt128, NameId> traces = SessionsOfTraces(files);
        var storeRows = new HashSet<UInt128>();
        int countBefore = events.Count, rowCount = 0;
        for (int file = 0; file < files.Count; file++)
        {
            int index = 0;
            foreach (ref readonly UsageRow row in files[file].Rows)
            {
                UsageEvent usage = row.Event;
                if (!usage.Session.IsKnown) usage.Session = traces.GetValueOrDefault(row.Key);
                NameId session = usage.Session;
                bool counts = KindOf(row) switch
                {
                    CopilotRecord.Store => storeRows.Add(row.Key),
                    CopilotRecord.Run or CopilotRecord.FlatRun =>
                        !stored.Contains(session) && (!logs.TryGetValue(session, out FileUsage? log) || log == files[file]),
                    _ => calls.Contains((file, index)) && !(session.IsKnown && (stored.Contains(session) || logs.ContainsKey(session))),
                };
                if (counts) events.Add(usage);
                if (KindOf(row) != CopilotRecord.Trace) rowCount++;
                index++;
            }
        }
        return rowCount - (events.Count - countBefore);
    }

    internal static CopilotRecord KindOf(in UsageRow row) => (CopilotRecord)row.Flags;

    private static HashSet<NameId> StoredSessions(IReadOnlyList<FileUsage> files)
    {
        var sessions = new HashSet<NameId>();
        foreach (FileUsage file in files)
        {
            foreach (ref readonly UsageRow row in file.Rows)
            {
                if (KindOf(row) == CopilotRecord.Store && row.Event.Session.IsKnown) sessions.Add(row.Event.Session);
            }
        }
        return sessions;
    }

    private static Dictionary<UInt128, NameId> SessionsOfTraces(IReadOnlyList<FileUsage> files)
    {
        var sessions = new Dictionary<UInt128, NameId>();
        foreach (FileUsage file in files)
        {
            foreach (ref readonly UsageRow row in file.Rows)
            {
                if (KindOf(row) == CopilotRecord.Trace) sessions.TryAdd(row.Key, row.Event.Session);
            }
        }
        return sessions;
    }

    /// <summary>The log that tells a session: one in a folder of its own, then the one with more records, then the first by path.</summary>
    private static Dictionary<NameId, FileUsage> BestLogs(IReadOnlyList<FileUsage> files)
    {
        var best = new Dictionary<NameId, FileUsage>();
        foreach (FileUsage file in files)
        {
            if (file.Rows.IsEmpty || KindOf(file.Rows.First) is not (CopilotRecord.Run or CopilotRecord.FlatRun)) continue;
            NameId session = file.Rows.First.Event.Session;
            if (!best.TryGetValue(session, out FileUsage? other) || IsBetter(file, other)) best[session] = file;
        }
        return best;
    }

    private static bool IsBetter(FileUsage file, FileUsage other)
    {
        CopilotRecord kind = KindOf(file.Rows.First), otherKind = KindOf(other.Rows.First);
        return kind == otherKind ? file.Rows.Length > other.Rows.Length : kind < otherKind;
    }
}
