using System.Runtime.InteropServices;
using Tokscale.Core.Scanning;

namespace Tokscale.Core.Usage;

/// <summary>Groups rows by <see cref="UsageRow.Key"/> and merges each group with one function.</summary>
/// <param name="merge">Gets the copies of one call, two or more, in file order, and appends what counts.</param>
public sealed class KeyedDuplicateRule(KeyedDuplicateRule.Merge merge) : DuplicateRule
{
    public delegate void Merge(ReadOnlySpan<UsageRow> copies, List<UsageEvent> events);

    public override int Resolve(IReadOnlyList<FileUsage> files, List<UsageEvent> events)
    {
        List<RowPlace> places = ChainCopies(files);
        var copies = new List<UsageRow>();
        int countBefore = events.Count;
        foreach (RowPlace place in CollectionsMarshal.AsSpan(places))
        {
            if (place.IsCopy) continue;
            ref readonly UsageRow row = ref RowAt(files, place);
            if (place.NextCopy == 0)
            {
                events.Add(row.Event);
                continue;
            }
            copies.Clear();
            copies.Add(row);
            for (int next = place.NextCopy; next != 0; next = places[next].NextCopy) copies.Add(RowAt(files, places[next]));
            merge(CollectionsMarshal.AsSpan(copies), events);
        }
        return places.Count - (events.Count - countBefore);
    }

    internal static void FirstCopy(ReadOnlySpan<UsageRow> copies, List<UsageEvent> events) => events.Add(copies[0].Event);

    internal static void HighestRankCopy(ReadOnlySpan<UsageRow> copies, List<UsageEvent> events)
    {
        int earliest = 0;
        for (int index = 1; index < copies.Length; index++)
        {
            if (copies[index].Event.TimestampMs < copies[earliest].Event.TimestampMs) earliest = index;
        }
        events.Add(OwnedBy(copies[IndexOfBest(copies)].Event, copies[earliest].Event));
    }

    internal static void BestCopyWhole(ReadOnlySpan<UsageRow> copies, List<UsageEvent> events) => events.Add(copies[IndexOfBest(copies)].Event);

    private static int IndexOfBest(ReadOnlySpan<UsageRow> copies)
    {
        int best = 0;
        for (int index = 1; index < copies.Length; index++)
        {
            if (copies[index].Rank >= copies[best].Rank) best = index;
        }
        return best;
    }

    /// <summary>The usage of one copy under the time, session, project and agent of another.</summary>
    public static UsageEvent OwnedBy(UsageEvent usage, in UsageEvent owner) => usage with
    {
        TimestampMs = owner.TimestampMs,
        Session = owner.Session,
        Project = owner.Project,
        Agent = owner.Agent,
    };

    private static ref readonly UsageRow RowAt(IReadOnlyList<FileUsage> files, RowPlace place) =>
        ref files[place.File].Rows[place.Row];

    /// <summary>All rows in order, each linked to the next copy of the same call.</summary>
    private static List<RowPlace> ChainCopies(IReadOnlyList<FileUsage> files)
    {
        int rowCount = files.Sum(file => file.Rows.Length);
        var places = new List<RowPlace>(rowCount);
        var lastOfKey = new Dictionary<UInt128, int>(rowCount);
        for (int file = 0; file < files.Count; file++)
        {
            ReadOnlySpan<UsageRow> rows = files[file].Rows;
            for (int row = 0; row < rows.Length; row++)
            {
                int index = places.Count;
                if (rows[row].Key == 0)
                {
                    places.Add(new RowPlace(file, row, NextCopy: 0, IsCopy: false));
                    continue;
                }
                ref int last = ref CollectionsMarshal.GetValueRefOrAddDefault(lastOfKey, rows[row].Key, out bool isCopy);
                if (isCopy) CollectionsMarshal.AsSpan(places)[last] = places[last] with { NextCopy = index };
                last = index;
                places.Add(new RowPlace(file, row, NextCopy: 0, isCopy));
            }
        }
        return places;
    }

    /// <param name="NextCopy">Index of the next copy of the same call; 0 when there is none (index 0 is never a copy).</param>
    private readonly record struct RowPlace(int File, int Row, int NextCopy, bool IsCopy);
}
