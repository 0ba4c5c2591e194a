namespace Tokscale.Core.Reports;

/// <summary>How fast the calls were whose duration the log tells.</summary>
/// <param name="DurationMs">Their wall time together.</param>
/// <param name="TimedTokens">Their tokens together.</param>
/// <param name="TimedCalls">How many they are.</param>
public readonly record struct CallSpeed(long DurationMs, long TimedTokens, long TimedCalls)
{
    /// <summary>Milliseconds for a thousand tokens; null when no call was timed.</summary>
    public double? MsPerThousandTokens => TimedTokens > 0 ? 1000.0 * DurationMs / TimedTokens : null;

    public static CallSpeed operator +(CallSpeed a, CallSpeed b) => new(
        TokenSums.Add(a.DurationMs, b.DurationMs), TokenSums.Add(a.TimedTokens, b.TimedTokens), a.TimedCalls + b.TimedCalls);
}
