using Tokscale.Core.Usage;

namespace Tokscale.Core.Reports;

/// <summary>A call of a session.</summary>
/// <param name="TimeMs">UTC, milliseconds since 1970.</param>
/// <param name="ModelId">Exact id; null when the log does not say.</param>
/// <param name="Agent">The main agent or sub-agent; null when the log does not say.</param>
/// <param name="Tokens">Tokens of the call.</param>
/// <param name="Messages">How many messages it counts as.</param>
/// <param name="CostUsd">US dollars; null without a price.</param>
public sealed record SessionCall(long TimeMs, string? ModelId, string? Agent, TokenCounts Tokens, int Messages, decimal? CostUsd);
