using Tokscale.Core.Usage;

namespace Tokscale.Core.Recounting;

/// <summary>Brings the counters of a log to classes that do not overlap.</summary>
public static class RecountTokens
{
    /// <summary>The prompt holds what was cached, the answer what was thought; both parts are taken out, never below 0.</summary>
    public static TokenCounts Inclusive(long input, long output, long read = 0, long written = 0, long reasoning = 0) =>
        new(Math.Max(0, input - read - written), Math.Max(0, output - reasoning), read, written, 0, reasoning);
}
