using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Qwen;

/// <summary>A branch copies the records before it into its own file and marks them.</summary>
internal static class QwenCopies
{
    /// <summary>The row says that it was copied.</summary>
    public const int ForkedFlag = 1 << 0;

    /// <summary>The largest copy counts, under the earliest one that is no copy.</summary>
    /// <inheritdoc cref="KeyedDuplicateRule.Merge"/>
    public static void Merge(ReadOnlySpan<UsageRow> copies, List<UsageEvent> events)
    {
        int winner = 0, owner = 0;
        for (int index = 1; index < copies.Length; index++)
        {
            if (copies[index].Rank >= copies[winner].Rank) winner = index;
            (int, long) place = (copies[index].Flags, copies[index].Event.TimestampMs);
            if (place.CompareTo((copies[owner].Flags, copies[owner].Event.TimestampMs)) < 0) owner = index;
        }
        events.Add(KeyedDuplicateRule.OwnedBy(copies[winner].Event, copies[owner].Event));
    }
}
