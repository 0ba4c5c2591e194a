using System.Runtime.InteropServices;
using Tokscale.Core.Scanning;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Shared.Rollouts;

/// <summary>
/// Decides which rows of all rollouts were billed. One response can stand in a row of counters, which is written again on
/// many occasions and copied into forks, and in a record with the response's id, which other threads' files repeat.
/// </summary>
internal sealed class RolloutDuplicateRule : DuplicateRule
{
    public override int Resolve(IReadOnlyList<FileUsage> files, EventPacker events)
    {
        List<FileUsage> counted = RolloutTwins.Without(files);
        var families = new RolloutFamilies(counted);
        Dictionary<UInt128, RowPlace> responses = FirstOfEachResponse(counted);
        var billedRows = new Dictionary<FileUsage, List<int>>(counted.Count);
        foreach (FileUsage file in families.ParentsFirst(counted))
        {
            billedRows.Add(file, BilledRowsOf(file, families.RowsOf(file), responses));
        }
        int countBefore = events.Count;
        foreach (FileUsage file in counted)
        {
            if (billedRows[file].Count == file.Rows.Length)
            {
                events.Add(file.Rows);
                continue;
            }
            PackedRows.Enumerator rows = file.Rows.GetEnumerator();
            foreach (int place in billedRows[file])
            {
                rows.MoveTo(place);
                events.Add(ref rows);
            }
        }
        return files.Sum(file => file.Rows.Length) - (events.Count - countBefore);
    }

    /// <summary>Of the records of one response the earliest counts; they are equal but for their thread.</summary>
    private static Dictionary<UInt128, RowPlace> FirstOfEachResponse(List<FileUsage> files)
    {
        var first = new Dictionary<UInt128, RowPlace>();
        foreach (FileUsage file in files)
        {
            PackedRows.Enumerator rows = file.Rows.GetEnumerator();
            while (rows.MoveNext())
            {
                RowMarks marks = rows.Marks;
                if ((marks.Flags & (RolloutParser.RecordFlag | RolloutParser.InheritedFlag)) != RolloutParser.RecordFlag) continue;
                ref RowPlace place = ref CollectionsMarshal.GetValueRefOrAddDefault(first, marks.Key, out bool isCopy);
                long timestampMs = rows.Current.Event.TimestampMs;
                if (!isCopy || timestampMs < place.TimestampMs) place = new RowPlace(file, rows.Place, timestampMs);
            }
        }
        return first;
    }

    /// <returns>The places of the rows.</returns>
    private static List<int> BilledRowsOf(FileUsage file, HashSet<UInt128> family, Dictionary<UInt128, RowPlace> responses)
    {
        Dictionary<ulong, int> recorded = RecordedUsages(file.Rows);
        var billed = new List<int>(file.Rows.Length);
        PackedRows.Enumerator rows = file.Rows.GetEnumerator();
        while (rows.MoveNext())
        {
            RowMarks row = rows.Marks;
            bool isRecord = (row.Flags & RolloutParser.RecordFlag) != 0, isInherited = (row.Flags & RolloutParser.InheritedFlag) != 0;
            if (isRecord)
            {
                if (!isInherited && responses[row.Key].IsAt(file, rows.Place)) billed.Add(rows.Place);
                continue;
            }
            if (!family.Add(row.Key) || isInherited) continue;
            // Some versions write both; a row without a record is of an older one.
            if (TryTake(recorded, row.Link) || TryTake(recorded, row.OtherLink)) continue;
            billed.Add(rows.Place);
        }
        return billed;
    }

    /// <summary>How often each usage stands in the records of the thread's own responses, each response once.</summary>
    private static Dictionary<ulong, int> RecordedUsages(PackedRows rows)
    {
        var usages = new Dictionary<ulong, int>();
        var responses = new HashSet<UInt128>();
        PackedRows.Enumerator places = rows.GetEnumerator();
        while (places.MoveNext())
        {
            RowMarks row = places.Marks;
            if (row.Flags != RolloutParser.RecordFlag || !responses.Add(row.Key)) continue;
            CollectionsMarshal.GetValueRefOrAddDefault(usages, row.Link, out _)++;
        }
        return usages;
    }

    private static bool TryTake(Dictionary<ulong, int> usages, ulong usage)
    {
        if (usage == 0 || !usages.TryGetValue(usage, out int count) || count == 0) return false;
        usages[usage] = count - 1;
        return true;
    }

    private readonly record struct RowPlace(FileUsage File, int Place, long TimestampMs)
    {
        public bool IsAt(FileUsage file, int place) => File == file && Place == place;
    }
}
