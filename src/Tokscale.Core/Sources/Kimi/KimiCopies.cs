using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Kimi;

/// <summary>A response is logged while it progresses, in its parent's log and its own, and again in forks.</summary>
internal static class KimiCopies
{
    /// <summary>The row says which kind of sub-agent made the call.</summary>
    public const int NamedAgentFlag = 1 << 0;

    /// <summary>The largest copy counts, the later among equals, under the earliest; only a copy may know the agent's kind.</summary>
    /// <inheritdoc cref="KeyedDuplicateRule.Merge"/>
    public static void Merge(ReadOnlySpan<UsageRow> copies, List<UsageEvent> events)
    {
        int winner = 0, earliest = 0, named = -1;
        for (int index = 0; index < copies.Length; index++)
        {
            if (copies[index].Rank >= copies[winner].Rank) winner = index;
            if (copies[index].Event.TimestampMs < copies[earliest].Event.TimestampMs) earliest = index;
            if (named < 0 && (copies[index].Flags & NamedAgentFlag) != 0) named = index;
        }
        UsageEvent usage = KeyedDuplicateRule.OwnedBy(copies[winner].Event, copies[earliest].Event);
        if (named >= 0) usage.Agent = copies[named].Event.Agent;
        events.Add(usage);
    }
}
