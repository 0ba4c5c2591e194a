using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Cursor;

/// <summary>One usage event, whatever file tells of it. Texts are borrowed from the file and trimmed; empty where there are none.</summary>
internal readonly ref struct CursorEvent
{
    public long TimestampMs { get; init; }

    public ReadOnlySpan<byte> Model { get; init; }

    public TokenCounts Tokens { get; init; }

    /// <summary>Null when no amount is stated.</summary>
    public decimal? CostUsd { get; init; }

    /// <summary>The service says that it charged nothing.</summary>
    public bool IsFree { get; init; }

    public ReadOnlySpan<byte> Agent { get; init; }

    public ReadOnlySpan<byte> Session { get; init; }
}
