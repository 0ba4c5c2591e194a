using Tokscale.Core.Scanning;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Mux;

/// <summary>
/// A workspace counts from its totals, else from its chats. One whose totals were added to another's counts there, as long
/// as it lies on disk too.
/// </summary>
internal sealed class MuxCopies : DuplicateRule
{
    /// <summary>The row is a total of a workspace.</summary>
    public const int TotalsFlag = 1;

    /// <summary>The row is a line of a chat.</summary>
    public const int ChatFlag = 2;

    /// <summary>The row is a sum in a chat of what was used before.</summary>
    public const int PastFlag = 8;

    private const int RolledUpFlag = 4;

    /// <summary>Notes that a workspace is part of another one's totals.</summary>
    public static void NoteRolledUp(UsageSink sink, NameId workspace) =>
        sink.Usage.RowsInReading.Add(new UsageRow { Flags = RolledUpFlag, Event = new UsageEvent { Session = workspace } });

    public override int Resolve(IReadOnlyList<FileUsage> files, EventPacker events)
    {
        HashSet<NameId> rolledUp = RolledUpWorkspaces(files);
        Dictionary<NameId, FileUsage> totals = LargestTotals(files);
        var messages = new HashSet<UInt128>();
        int countBefore = events.Count, rowCount = 0;
        foreach (FileUsage file in files)
        {
            UInt128 past = LastPast(file);
            foreach (ref readonly UsageRow row in file.Rows)
            {
                if (row.Flags == RolledUpFlag) continue;
                rowCount++;
                if (row.Flags == PastFlag && row.Key != past) continue;
                bool isElsewhere = rolledUp.Contains(row.Event.Session) || (totals.TryGetValue(row.Event.Session, out FileUsage? owner) && owner != file);
                if (!isElsewhere && (row.Key == 0 || messages.Add(row.Key))) events.Add(row.Event);
            }
        }
        return rowCount - (events.Count - countBefore);
    }

    private static UInt128 LastPast(FileUsage file)
    {
        UInt128 last = 0;
        foreach (ref readonly UsageRow row in file.Rows)
        {
            if (row.Flags == PastFlag) last = row.Key;
        }
        return last;
    }

    private static HashSet<NameId> RolledUpWorkspaces(IReadOnlyList<FileUsage> files)
    {
        var workspaces = new HashSet<NameId>();
        foreach (FileUsage file in files)
        {
            foreach (ref readonly UsageRow row in file.Rows)
            {
                if (row.Flags == RolledUpFlag) workspaces.Add(row.Event.Session);
            }
        }
        return workspaces;
    }

    /// <summary>Totals only grow: of a workspace that lies in two places the larger ones count.</summary>
    private static Dictionary<NameId, FileUsage> LargestTotals(IReadOnlyList<FileUsage> files)
    {
        var largest = new Dictionary<NameId, FileUsage>();
        foreach (FileUsage file in files)
        {
            if (file.Rows.IsEmpty || file.Rows.First.Flags != TotalsFlag) continue;
            NameId workspace = file.Rows.First.Event.Session;
            if (!largest.TryGetValue(workspace, out FileUsage? other) || TokensOf(file) > TokensOf(other)) largest[workspace] = file;
        }
        return largest;
    }

    private static long TokensOf(FileUsage file)
    {
        long tokens = 0;
        foreach (ref readonly UsageRow row in file.Rows) tokens += row.Event.Tokens.Total;
        return tokens;
    }
}
