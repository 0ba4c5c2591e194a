using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Shared.Entries;

/// <summary>A fork copies entries as they are into a file of its own: a call belongs to the session that began first.</summary>
internal static class EntryCopies
{
    /// <summary>Groups calls by their key; the rank of a row is when its session began.</summary>
    public static KeyedDuplicateRule Rule { get; } = new(Merge);

    private static void Merge(ReadOnlySpan<UsageRow> copies, List<UsageEvent> events)
    {
        int owner = 0;
        for (int index = 1; index < copies.Length; index++)
        {
            if (copies[index].Rank < copies[owner].Rank) owner = index;
        }
        events.Add(copies[owner].Event);
    }
}
