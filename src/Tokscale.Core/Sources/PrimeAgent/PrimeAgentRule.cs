using Tokscale.Core.Scanning;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.PrimeAgent;

/// <summary>
/// Of a message that was saved with the usage of the runs it started, its own part counts where those runs have logs, and
/// the whole where they have none. Then copies in forks are dropped; the fullest counts, since one may be saved without the runs.
/// </summary>
internal sealed class PrimeAgentRule : DuplicateRule
{
    /// <summary>The row belongs to a run that another session started.</summary>
    public const int ChildFlag = 1 << 8;

    /// <summary>The row holds the usage of children too; a row with <see cref="OwnFlag"/> stands for it where they have logs.</summary>
    public const int WithChildrenFlag = 1 << 9;

    /// <summary>See <see cref="WithChildrenFlag"/>.</summary>
    public const int OwnFlag = 1 << 10;

    /// <summary>Longer chains of forks are damage: a session that is its own ancestor.</summary>
    private const int GenerationsMax = 64;

    public override int Resolve(IReadOnlyList<FileUsage> files, EventPacker events)
    {
        var parents = new Dictionary<NameId, NameId>();
        var haveChildren = new HashSet<NameId>();
        foreach (FileUsage file in files)
        {
            if (!file.ParentSession.IsKnown) continue;
            parents[file.Session] = file.ParentSession;
            if (!file.Rows.IsEmpty && (file.Rows.First.Flags & ChildFlag) != 0) haveChildren.Add(file.ParentSession);
        }
        var rows = new List<UsageRow>();
        int left = 0;
        foreach (FileUsage file in files)
        {
            int other = HasChildren(file.Session, parents, haveChildren) ? WithChildrenFlag : OwnFlag;
            foreach (ref readonly UsageRow row in file.Rows)
            {
                if ((row.Flags & other) != 0) left++;
                else rows.Add(row);
            }
        }
        return left + AddLargest(rows, events);
    }

    /// <summary>A fork copies what its source says of runs, and their logs name the source.</summary>
    private static bool HasChildren(NameId session, Dictionary<NameId, NameId> parents, HashSet<NameId> haveChildren)
    {
        for (int generation = 0; generation < GenerationsMax; generation++)
        {
            if (haveChildren.Contains(session)) return true;
            if (!parents.TryGetValue(session, out session)) return false;
        }
        return false;
    }

    /// <summary>The session that began first owns the call, and the copy with the most tokens tells what it used.</summary>
    /// <returns>How many rows were dropped as copies.</returns>
    private static int AddLargest(List<UsageRow> rows, EventPacker events)
    {
        var calls = new Dictionary<UInt128, (int Owner, int Largest)>(rows.Count);
        for (int index = 0; index < rows.Count; index++)
        {
            UsageRow row = rows[index];
            if (!calls.TryGetValue(row.Key, out (int Owner, int Largest) call)) call = (index, index);
            (long total, long largest) = (row.Event.Tokens.Total, rows[call.Largest].Event.Tokens.Total);
            if (total > largest || (total == largest && row.Rank < rows[call.Largest].Rank)) call.Largest = index;
            if (row.Rank < rows[call.Owner].Rank) call.Owner = index;
            calls[row.Key] = call;
        }
        int dropped = 0;
        for (int index = 0; index < rows.Count; index++)
        {
            (int owner, int largest) = calls[rows[index].Key];
            // A message may have had no usage but that of its runs.
            if (owner == index && !rows[largest].Event.Tokens.IsZero)
                events.Add(KeyedDuplicateRule.OwnedBy(rows[largest].Event, rows[owner].Event));
            else dropped++;
        }
        return dropped;
    }
}
