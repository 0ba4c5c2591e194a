using System.Runtime.InteropServices;
using Tokscale.Core.Scanning;

namespace Tokscale.Core.Usage;

/// <summary>Groups rows by <see cref="UsageRow.Key"/> and merges each group with one function.</summary>
/// <param name="merge">Gets the copies of one call, two or more, in file order, and appends what counts.</param>
public sealed class KeyedDuplicateRule(KeyedDuplicateRule.Merge merge) : DuplicateRule
{
    public delegate void Merge(ReadOnlySpan<UsageRow> copies, List<UsageEvent> events);

    public override int Resolve(IReadOnlyList<FileUsage> files, EventPacker events)
    {
        KeyFilter filter = FilterKeys(files);
        List<RowPlace> places = ChainCopies(files, filter, out bool[] hasCopies);
        var copies = new List<UsageRow>();
        var merged = new List<UsageEvent>();
        int index = 0, countBefore = events.Count;
        for (int file = 0; file < files.Count; file++)
        {
            if (!hasCopies[file])
            {
                events.Add(files[file].Rows);
                while (index < places.Count && places[index].File == file) index++;
                continue;
            }
            PackedRows.Enumerator rows = files[file].Rows.GetEnumerator();
            while (rows.MoveNext())
            {
                RowPlace place = filter.MayRepeat(rows.Key) ? places[index++] : default;
                if (place.IsCopy) continue;
                if (place.NextCopy == 0)
                {
                    events.Add(ref rows);
                    continue;
                }
                copies.Clear();
                copies.Add(rows.Current);
                for (int next = place.NextCopy; next != 0; next = places[next].NextCopy) copies.Add(RowAt(files, places[next]));
                merged.Clear();
                merge(CollectionsMarshal.AsSpan(copies), merged);
                events.Add(merged);
            }
        }
        return files.Sum(file => file.Rows.Length) - (events.Count - countBefore);
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

    private static UsageRow RowAt(IReadOnlyList<FileUsage> files, RowPlace place) => files[place.File].Rows.At(place.Place);

    private static KeyFilter FilterKeys(IReadOnlyList<FileUsage> files)
    {
        var filter = new KeyFilter(files.Sum(file => file.Rows.Length));
        foreach (FileUsage file in files)
        {
            PackedRows.Enumerator rows = file.Rows.GetEnumerator();
            while (rows.MoveNext()) filter.Add(rows.Key);
        }
        return filter;
    }

    /// <summary>All rows that may have copies, in order, each linked to the next copy of the same call.</summary>
    /// <param name="files">All files.</param>
    /// <param name="filter">Which keys may stand in several rows.</param>
    /// <param name="hasCopies">The files that hold rows with copies, in them or elsewhere.</param>
    private static List<RowPlace> ChainCopies(IReadOnlyList<FileUsage> files, KeyFilter filter, out bool[] hasCopies)
    {
        hasCopies = new bool[files.Count];
        var places = new List<RowPlace>();
        var lastOfKey = new Dictionary<UInt128, int>();
        for (int file = 0; file < files.Count; file++)
        {
            PackedRows.Enumerator rows = files[file].Rows.GetEnumerator();
            while (rows.MoveNext())
            {
                if (!filter.MayRepeat(rows.Key)) continue;
                ref int last = ref CollectionsMarshal.GetValueRefOrAddDefault(lastOfKey, rows.Key, out bool isCopy);
                if (isCopy)
                {
                    CollectionsMarshal.AsSpan(places)[last].NextCopy = places.Count;
                    hasCopies[file] = hasCopies[places[last].File] = true;
                }
                last = places.Count;
                places.Add(new RowPlace(file, rows.Place, NextCopy: 0, isCopy));
            }
        }
        return places;
    }

    /// <param name="NextCopy">Index of the next copy of the same call; 0 when there is none (index 0 is never a copy).</param>
    private record struct RowPlace(int File, int Place, int NextCopy, bool IsCopy);
}
