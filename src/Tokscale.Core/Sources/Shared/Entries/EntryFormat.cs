namespace Tokscale.Core.Sources.Shared.Entries;

/// <summary>What differs between the agents that write a session as a tree of entries, one a line.</summary>
internal sealed record EntryFormat
{
    public delegate bool EntryTest(in EntryLine entry);

    public delegate ulong EntryLink(in EntryLine entry);

    /// <summary>What the agent is called; null when the log does not tell apart who called.</summary>
    public string? AgentName { get; init; }

    public EntryIdentity Identity { get; init; }

    /// <summary>Numbers may be written as text.</summary>
    public bool TakesLooseNumbers { get; init; } = true;

    /// <summary>Extensions' entries may hold counts of calls of their own.</summary>
    public bool CountsCustomEntries { get; init; } = true;

    /// <summary>Some providers report nothing but a total.</summary>
    public bool CountsBareTotals { get; init; }

    /// <summary>The message's time is nearer to the call than the entry's.</summary>
    public bool PrefersMessageTime { get; init; } = true;

    /// <summary>A logged cost of 0 says that the call was free; else it says that the agent knew no price.</summary>
    public bool IsZeroCostStated { get; init; }

    /// <summary>A call without a model had the one of the call before it.</summary>
    public bool RemembersModelOfCalls { get; init; }

    /// <summary>Tells entries that look like calls and are none; null: there are no such.</summary>
    public EntryTest? IsBookkeeping { get; init; }

    /// <summary>Gives the <c>OtherLink</c> of a call's row; null: it has none.</summary>
    public EntryLink? OtherLinkOf { get; init; }
}
