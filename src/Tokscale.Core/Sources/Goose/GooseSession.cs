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

    /// <summary>The row has sums over the whole session, not only the counts of its last request.</summary>
    public bool HasSums { get; init; }

    public GooseSums Sums { get; init; }

    public decimal? CostUsd { get; init; }

    /// <summary>What of it the ledger has; null when it has nothing of the session.</summary>
    public GooseSums? InLedger { get; set; }

    /// <summary>Costs in the ledger, where they are stated.</summary>
    public decimal LedgerUsd { get; set; }

    /// <summary>The cost of what is not in the ledger; null when it was not told.</summary>
    public decimal? RestUsd => InLedger is null ? CostUsd : CostUsd - LedgerUsd is > 0 and var rest ? rest : null;

    /// <summary>1-based place in the table.</summary>
    public long Row { get; init; }
}
