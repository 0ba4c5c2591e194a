using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Archiving;

/// <summary>
/// Finds rows that a log had and has no more. A call that the log now tells a little differently (a sum that grew, a key made
/// anew, a corrected count) must not count twice, so each row that is new in the log may stand for one that is missing.
/// </summary>
/// <param name="now">The rows of the log as it is.</param>
internal sealed class LostRows(UsageRow[] now)
{
    private readonly HashSet<UInt128> _keys = KeysOf(now);
    private readonly Lazy<HashSet<ulong>> _calls = new(() => CallsOf(now));

    /// <summary>Appends what was in the log and is no more.</summary>
    /// <param name="before">The rows of the log as it was.</param>
    /// <param name="isWhole">The log's rows belong together: others of them mean nothing beside newer ones.</param>
    /// <param name="lost">Gets the lost rows, in their order.</param>
    public void FindLost(UsageRow[] before, bool isWhole, List<UsageRow> lost)
    {
        if (now.Length == 0) lost.AddRange(before);
        if (now.Length == 0 || isWhole) return;
        var successors = new Lazy<Successors>(() => new Successors(now, KeysOf(before)));
        var isLostByKey = new Dictionary<UInt128, bool>();
        foreach (ref readonly UsageRow row in before.AsSpan())
        {
            // Without a key, a row that is missing cannot be told from one that was replaced.
            if (row.Key == 0 || _keys.Contains(row.Key)) continue;
            ref bool isLost = ref CollectionsMarshal.GetValueRefOrAddDefault(isLostByKey, row.Key, out bool isDecided);
            if (!isDecided) isLost = !successors.Value.TryTake(row);
            if (isLost) lost.Add(row);
        }
    }

    /// <summary>Appends rows that were lost before and have not come back.</summary>
    public void FindStillLost(UsageRow[] lostBefore, List<UsageRow> lost)
    {
        var fingerprints = new CallFingerprints();
        foreach (ref readonly UsageRow row in lostBefore.AsSpan())
        {
            bool isBack = (row.Key != 0 && _keys.Contains(row.Key)) || (fingerprints.Next(row) is { } call && _calls.Value.Contains(call));
            if (!isBack) lost.Add(row);
        }
    }

    private static HashSet<UInt128> KeysOf(UsageRow[] rows)
    {
        var keys = new HashSet<UInt128>(rows.Length);
        foreach (ref readonly UsageRow row in rows.AsSpan()) keys.Add(row.Key);
        return keys;
    }

    private static HashSet<ulong> CallsOf(UsageRow[] rows)
    {
        var fingerprints = new CallFingerprints();
        var calls = new HashSet<ulong>(rows.Length);
        foreach (ref readonly UsageRow row in rows.AsSpan())
            if (fingerprints.Next(row) is { } call) calls.Add(call);
        return calls;
    }

    /// <summary>The rows that are new in the log, by what they may have in common with the row they stand for.</summary>
    private sealed class Successors
    {
        private readonly Dictionary<(long, NameId, NameId, NameId), int> _times = [];
        private readonly Dictionary<(TokenCounts, NameId, NameId), int> _counts = [];
        private readonly HashSet<NameId> _summedSessions = [];

        public Successors(UsageRow[] rows, HashSet<UInt128> keysBefore)
        {
            var rowsAtTime = new Dictionary<long, int>(rows.Length);
            foreach (ref readonly UsageRow row in rows.AsSpan())
                CollectionsMarshal.GetValueRefOrAddDefault(rowsAtTime, row.Event.TimestampMs, out _)++;
            foreach (ref readonly UsageRow row in rows.AsSpan())
            {
                ref readonly UsageEvent usage = ref row.Event;
                if (usage.Class.IsAggregate && usage.Session.IsKnown) _summedSessions.Add(usage.Session);
                if (row.Key != 0 && keysBefore.Contains(row.Key)) continue;
                CollectionsMarshal.GetValueRefOrAddDefault(_times, TimeOf(usage), out _)++;
                // Where many rows have one time it is the document's, which changes with it; other rows are told by their times.
                if (rowsAtTime[usage.TimestampMs] > 1) CollectionsMarshal.GetValueRefOrAddDefault(_counts, CountsOf(usage), out _)++;
            }
        }

        /// <returns>True when a row stands for the missing one, which it can do once; a sum of its session can always.</returns>
        public bool TryTake(in UsageRow row)
        {
            ref readonly UsageEvent usage = ref row.Event;
            return (usage.Class.IsAggregate && _summedSessions.Contains(usage.Session))
                || TryTake(_times, TimeOf(usage)) || TryTake(_counts, CountsOf(usage));
        }

        private static bool TryTake<T>(Dictionary<T, int> counts, T identity) where T : notnull
        {
            ref int count = ref CollectionsMarshal.GetValueRefOrNullRef(counts, identity);
            if (Unsafe.IsNullRef(ref count) || count == 0) return false;
            count--;
            return true;
        }

        private static (long, NameId, NameId, NameId) TimeOf(in UsageEvent usage) =>
            (usage.TimestampMs, usage.Model, usage.Session, usage.Agent);

        private static (TokenCounts, NameId, NameId) CountsOf(in UsageEvent usage) => (usage.Tokens, usage.Model, usage.Session);
    }
}
