namespace Tokscale.Core.Reports;

/// <summary>Which usage events a report covers. Null: no restriction.</summary>
public sealed record UsageFilter
{
    public static UsageFilter None { get; } = new();

    public DateRange Days { get; init; }

    /// <summary>Calls before this time are left out, UTC milliseconds since 1970.</summary>
    public long? SinceMs { get; init; }

    /// <summary>Exact model id or readable name.</summary>
    public NamePattern? Model { get; init; }

    public NamePattern? Provider { get; init; }

    public ProjectPattern? Project { get; init; }

    public NamePattern? Session { get; init; }

    /// <summary>The session may be named by the beginning of its id, if no other id begins so.</summary>
    public bool TakesSessionStart { get; init; }

    public NamePattern? Agent { get; init; }
}
