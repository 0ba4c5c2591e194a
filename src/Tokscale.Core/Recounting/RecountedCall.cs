using Tokscale.Core.Usage;

namespace Tokscale.Core.Recounting;

/// <summary>One billed call as the second reader sees it.</summary>
public sealed record RecountedCall
{
    /// <summary>Full path of the log that tells of it.</summary>
    public required string File { get; init; }

    /// <summary>UTC, milliseconds since 1970.</summary>
    public required long TimeMs { get; init; }

    /// <summary>The exact id of the log; null where it has none.</summary>
    public string? Model { get; init; }

    /// <summary>The conversation; null where the log has none.</summary>
    public string? Session { get; init; }

    public TokenCounts Tokens { get; init; }

    /// <summary>1, or 0 for a call that belongs to another one's message, or more for a record that sums calls.</summary>
    public int Messages { get; init; } = 1;

    /// <summary>US dollars as logged; null when the log states none.</summary>
    public decimal? CostUsd { get; init; }

    /// <summary>The log states credits of the agent's own currency.</summary>
    public bool HasCredits { get; init; }

    /// <summary>The call searched the web, which is billed by the query.</summary>
    public bool HasSearches { get; init; }

    /// <summary>A record without tokens, cost, credits and searches is no usage.</summary>
    public bool IsUsage => !Tokens.IsZero || CostUsd > 0 || HasCredits || HasSearches;
}
