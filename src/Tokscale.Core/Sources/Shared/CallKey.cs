using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Shared;

/// <summary>Identity of calls that their log gives no id.</summary>
public static class CallKey
{
    /// <summary>Two records are one call when session, model, time and all five counts agree.</summary>
    public static UInt128 Of(in UsageEvent usage, UsageSink sink)
    {
        // By text, not by id: ids of names differ from scan to scan, and keys are kept between scans.
        UInt128 names = RowKey.Join(RowKey.Of(sink.NameOf(usage.Session)), RowKey.Of(sink.NameOf(usage.Model)));
        ref readonly TokenCounts tokens = ref usage.Tokens;
        ReadOnlySpan<long> numbers =
            [usage.TimestampMs, tokens.Input, tokens.Output, tokens.CacheRead, tokens.CacheWrite, tokens.CacheWrite1h, tokens.Reasoning];
        return RowKey.Join(names, RowKey.Of(numbers));
    }
}
