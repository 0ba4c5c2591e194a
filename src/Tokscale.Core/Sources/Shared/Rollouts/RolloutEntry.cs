namespace Tokscale.Core.Sources.Shared.Rollouts;

/// <summary>A row with counters, or a record of one response, for the second reader.</summary>
internal sealed class RolloutEntry
{
    public required long TimeMs { get; init; }

    public string? Model { get; init; }

    /// <summary>The running total; null in a record.</summary>
    public RolloutNumbers? Total { get; init; }

    /// <summary>The call's own counters; null where only a total is logged.</summary>
    public RolloutNumbers? Last { get; init; }

    /// <summary>Equal for rows that were written again: the counters, with the totals that hold nothing further.</summary>
    public string Identity { get; init; } = "";

    /// <summary>Identity of the response; null in a row.</summary>
    public string? ResponseKey { get; init; }

    /// <summary>A record of another thread's response.</summary>
    public bool IsForwarded { get; init; }

    /// <summary>False for what was copied from a parent.</summary>
    public bool IsOwn { get; set; } = true;
}
