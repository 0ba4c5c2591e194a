using Tokscale.Core.Scanning;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Archiving;

/// <summary>
/// Finds rows that a log had and has no more. The opposite mistake is worse: a call that the log now tells a little differently
/// (a sum that grew, a key made anew) must not count twice, so a row is lost only when nothing in the log can be its successor.
/// </summary>
internal sealed class LostRows
{
    private readonly bool _isEmpty;
    private readonly HashSet<UInt128> _keys;
    private readonly Lazy<Successors> _successors;

    /// <param name="now">The rows of the log as it is.</param>
    public LostRows(UsageRow[] now)
    {
        _isEmpty = now.Length == 0;
        _keys = new HashSet<UInt128>(now.Length);
        foreach (ref readonly UsageRow row in now.AsSpan()) _keys.Add(row.Key);
        _successors = new Lazy<Successors>(() => new Successors(now));
    }

    /// <summary>Appends what was in the log and is no more.</summary>
    /// <param name="before">The rows of the log as it was.</param>
    /// <param name="isWhole">The log's rows belong together: others of them mean nothing beside newer ones.</param>
    /// <param name="lost">Gets the lost rows, in their order.</param>
    public void FindLost(ReadOnlySpan<UsageRow> before, bool isWhole, List<UsageRow> lost)
    {
        foreach (ref readonly UsageRow row in before)
        {
            // Without a key, a row that is missing cannot be told from one that was replaced.
            bool isLost = _isEmpty || (!isWhole && row.Key != 0 && !IsThere(row));
            if (isLost) lost.Add(row);
        }
    }

    /// <summary>Appends rows that were lost before and have not come back.</summary>
    public void FindStillLost(ReadOnlySpan<UsageRow> lostBefore, List<UsageRow> lost)
    {
        foreach (ref readonly UsageRow row in lostBefore)
            if (_isEmpty || !IsThere(row)) lost.Add(row);
    }

    private bool IsThere(in UsageRow row) => (row.Key != 0 && _keys.Contains(row.Key)) || _successors.Value.Has(row);

    /// <summary>Identities under which a row may have come back.</summary>
    private sealed class Successors
    {
        private readonly HashSet<(long, NameId, NameId, NameId)> _times = [];
        private readonly HashSet<(TokenCounts, NameId, NameId)> _counts = [];
        private readonly HashSet<NameId> _summedSessions = [];

        public Successors(UsageRow[] rows)
        {
            foreach (ref readonly UsageRow row in rows.AsSpan())
            {
                ref readonly UsageEvent usage = ref row.Event;
                _times.Add(TimeOf(usage));
                _counts.Add((usage.Tokens, usage.Model, usage.Session));
                if (usage.Class.IsAggregate) _summedSessions.Add(usage.Session);
            }
        }

        public bool Has(in UsageRow row)
        {
            ref readonly UsageEvent usage = ref row.Event;
            bool isSummed = usage.Class.IsAggregate && usage.Session.IsKnown && _summedSessions.Contains(usage.Session);
            return isSummed || _times.Contains(TimeOf(usage)) || _counts.Contains((usage.Tokens, usage.Model, usage.Session));
        }

        private static (long, NameId, NameId, NameId) TimeOf(in UsageEvent usage) => (usage.TimestampMs, usage.Model, usage.Session, usage.Agent);
    }
}
