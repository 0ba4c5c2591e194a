using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Goose;

/// <summary>A row of the table of sessions.</summary>
internal sealed record GooseSession
{
    public required NameId Id { get; init; }

    public NameId Project { get; init; }

    public NameId Provider { get; init; }

    public NameId Model { get; init; }

    /// <summary>UTC milliseconds since 1970; null when the row does not say.</summary>
    public long? CreatedMs { get; init; }

    /// <summary>A sub-agent's session, started by another one.</summary>
    public bool IsChild { get; init; }

    /// <summary>The session's own sums.</summary>
    public TokenCounts Tokens { get; init; }

    public decimal? CostUsd { get; init; }

    /// <summary>1-based place in the table.</summary>
    public long Row { get; init; }
}
