using Tokscale.Core.Scanning;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.PrimeAgent;

/// <summary>
/// Of a message that was saved with the usage of the runs it started, its own part counts where those runs have logs, and
/// the whole where they have none. Then copies in forks are dropped as for the agent's family.
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
        return left + AddEarliest(rows, events);
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

    /// <returns>How many rows were dropped as copies.</returns>
    private static int AddEarliest(List<UsageRow> rows, EventPacker events)
    {
        var owners = new Dictionary<UInt128, int>(rows.Count);
        for (int index = 0; index < rows.Count; index++)
        {
            if (!owners.TryGetValue(rows[index].Key, out int owner) || rows[index].Rank < rows[owner].Rank) owners[rows[index].Key] = index;
        }
        int dropped = 0;
        for (int index = 0; index < rows.Count; index++)
        {
            // A message may have had no usage but that of its runs.
            if (owners[rows[index].Key] == index && !rows[index].Event.Tokens.IsZero) events.Add(rows[index].Event);
            else dropped++;
        }
        return dropped;
    }
}
