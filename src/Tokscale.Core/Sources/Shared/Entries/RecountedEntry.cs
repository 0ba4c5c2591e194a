using System.Text.Json;
using Tokscale.Core.Recounting;

namespace Tokscale.Core.Sources.Shared.Entries;

/// <summary>A call with what tells it from others, for the second reader.</summary>
/// <param name="Key">Equal for copies.</param>
/// <param name="SessionStartMs">When its session began, UTC milliseconds since 1970.</param>
/// <param name="Call">The call.</param>
internal sealed record RecountedEntry(string Key, long SessionStartMs, RecountedCall Call)
{
    /// <summary>The entry's id; empty where it has none.</summary>
    public required string EntryId { get; init; }

    /// <summary>The counters as logged.</summary>
    public required JsonElement Usage { get; init; }
}
