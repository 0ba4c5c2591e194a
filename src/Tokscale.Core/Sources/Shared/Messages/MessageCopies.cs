using Tokscale.Core.Scanning;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Shared.Messages;

/// <summary>
/// Copies are told by id (<see cref="UsageRow.Key"/>), and in forked sessions, which get new ids, by a fingerprint
/// (<see cref="UsageRow.Link"/>). Rows of databases come before those of files: agents leave old files behind when they move
/// to a database. The earliest copy tells time, session, project and agent.
/// </summary>
public sealed class MessageCopies : DuplicateRule
{
    /// <summary>Flag of rows that come from a database.</summary>
    public const int FromDatabase = 1;

    /// <summary>Flag of rows that are no call but the sum of their session.</summary>
    public const int SessionSum = 2;

    public override int Resolve(IReadOnlyList<FileUsage> files, EventPacker events)
    {
        var resolution = new Resolution(files.Sum(file => file.Rows.Length));
        var sums = new SessionSums();
        int dropped = 0;
        foreach (int flag in (ReadOnlySpan<int>)[FromDatabase, 0])
        {
            foreach (FileUsage file in files)
            {
                foreach (ref readonly UsageRow row in file.Rows)
                {
                    if ((row.Flags & FromDatabase) != flag) continue;
                    if ((row.Flags & SessionSum) != 0) sums.Add(row.Event);
                    else if (!resolution.TryAdd(row)) dropped++;
                }
            }
        }
        sums.AddRest(resolution.Calls);
        events.Add(resolution.Calls);
        return dropped;
    }

    private sealed class Resolution(int rowCount)
    {
        private readonly Dictionary<UInt128, int> _byKey = new(rowCount);
        private readonly Dictionary<ulong, int> _byLink = new(rowCount);
        private readonly List<long> _ranks = new(rowCount);

        public List<UsageEvent> Calls { get; } = new(rowCount);

        /// <returns>False when the row is a copy.</returns>
        public bool TryAdd(in UsageRow row)
        {
            int index = IndexOfCopy(row);
            bool isNew = index < 0;
            if (isNew)
            {
                index = _ranks.Count;
                _ranks.Add(row.Rank);
                Calls.Add(row.Event);
            }
            else
            {
                TakeOwner(index, row);
            }
            if (row.Key != 0) _byKey.TryAdd(row.Key, index);
            if (row.Link != 0) _byLink.TryAdd(row.Link, index);
            return isNew;
        }

        private int IndexOfCopy(in UsageRow row)
        {
            if (row.Key != 0 && _byKey.TryGetValue(row.Key, out int index)) return index;
            return row.Link != 0 && _byLink.TryGetValue(row.Link, out index) ? index : -1;
        }

        private void TakeOwner(int index, in UsageRow copy)
        {
            UsageEvent kept = Calls[index];
            if ((copy.Event.TimestampMs, copy.Rank).CompareTo((kept.TimestampMs, _ranks[index])) >= 0) return;
            Calls[index] = KeyedDuplicateRule.OwnedBy(kept, copy.Event);
            _ranks[index] = copy.Rank;
        }
    }
}
