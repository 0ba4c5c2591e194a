using Tokscale.Core.Scanning;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Copilot;

/// <summary>
/// One session may be told by the store, by its event log, by the App and by telemetry, each with other gaps. It counts from the
/// best of them and from no other.
/// </summary>
internal sealed class CopilotCopies : DuplicateRule
{
    public override int Resolve(IReadOnlyList<FileUsage> files, EventPacker events)
    {
        HashSet<NameId> stored = StoredSessions(files);
        Dictionary<NameId, FileUsage> logs = BestLogs(files);
        Dictionary<NameId, UsageRow> apps = AppSessions(files, stored, logs);
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
                    CopilotRecord.Run or CopilotRecord.FlatRun => !stored.Contains(session) && !apps.ContainsKey(session)
                        && (!logs.TryGetValue(session, out FileUsage? log) || log == files[file]),
                    CopilotRecord.App or CopilotRecord.AppWithoutModel => false, // These come at the end.
                    _ => calls.Contains((file, index))
                        && !(session.IsKnown && (stored.Contains(session) || logs.ContainsKey(session) || apps.ContainsKey(session))),
                };
                if (counts) events.Add(usage);
                if (KindOf(row) != CopilotRecord.Trace) rowCount++;
                index++;
            }
        }
        foreach (UsageRow app in apps.Values) events.Add(Completed(app, logs.GetValueOrDefault(app.Event.Session)));
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

    /// <summary>The sessions that count from the App: nothing tells calls or totals of them, at most open messages.</summary>
    private static Dictionary<NameId, UsageRow> AppSessions(
        IReadOnlyList<FileUsage> files, HashSet<NameId> stored, Dictionary<NameId, FileUsage> logs)
    {
        var apps = new Dictionary<NameId, UsageRow>();
        foreach (FileUsage file in files)
        {
            foreach (ref readonly UsageRow row in file.Rows)
            {
                NameId session = row.Event.Session;
                if (KindOf(row) is not (CopilotRecord.App or CopilotRecord.AppWithoutModel) || stored.Contains(session)) continue;
                if (logs.TryGetValue(session, out FileUsage? log) && HasTotals(log)) continue;
                // Totals of a session grow; a copy of the database may be older.
                if (!apps.TryGetValue(session, out UsageRow other) || row.Rank >= other.Rank) apps[session] = row;
            }
        }
        return apps;
    }

    /// <summary>Open messages are estimates, totals are not.</summary>
    private static bool HasTotals(FileUsage log)
    {
        foreach (ref readonly UsageRow row in log.Rows)
        {
            if (!row.Event.IsEstimated) return true;
        }
        return false;
    }

    /// <summary>What the App does not tell of a session, its log may: the folder, how many messages, and the model.</summary>
    private static UsageEvent Completed(in UsageRow app, FileUsage? log)
    {
        UsageEvent usage = app.Event;
        if (log is null) return usage;
        foreach (ref readonly UsageRow row in log.Rows)
        {
            usage.Project = row.Event.Project;
            if (KindOf(app) == CopilotRecord.AppWithoutModel) (usage.Model, usage.Provider) = (row.Event.Model, row.Event.Provider);
        }
        usage.Messages = log.Rows.Length;
        return usage;
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
