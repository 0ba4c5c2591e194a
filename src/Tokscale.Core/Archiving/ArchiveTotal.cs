using Tokscale.Core.Reports;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Archiving;

/// <summary>What an archive holds of a source, or of all.</summary>
/// <param name="Calls">Billed calls, each once.</param>
/// <param name="Tokens">All tokens of them.</param>
/// <param name="FirstMs">Time of the earliest, UTC milliseconds since 1970; null without calls.</param>
/// <param name="LastMs">Time of the latest; see <paramref name="FirstMs"/>.</param>
public readonly record struct ArchiveTotal(long Calls, long Tokens, long? FirstMs, long? LastMs)
{
    /// <summary>The sum of some totals.</summary>
    public static ArchiveTotal Sum(IEnumerable<ArchiveTotal> totals)
    {
        ArchiveTotal sum = default;
        foreach (ArchiveTotal total in totals) sum = sum.Plus(total);
        return sum;
    }

    /// <summary>The total of calls that were put together.</summary>
    internal static ArchiveTotal Of(PackedEvents calls)
    {
        ArchiveTotal sum = default;
        foreach (UsageEvent call in calls)
            sum = sum.Plus(new ArchiveTotal(1, TokenSums.Total(call.Tokens), call.TimestampMs, call.TimestampMs));
        return sum;
    }

    private ArchiveTotal Plus(in ArchiveTotal other) => new(
        TokenSums.Add(Calls, other.Calls),
        TokenSums.Add(Tokens, other.Tokens),
        FirstMs is null || other.FirstMs < FirstMs ? other.FirstMs ?? FirstMs : FirstMs,
        LastMs is null || other.LastMs > LastMs ? other.LastMs ?? LastMs : LastMs);
}
