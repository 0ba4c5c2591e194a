using Tokscale.Core.Usage;

namespace Tokscale.Core.Archiving;

/// <summary>The time that rows span, UTC milliseconds since 1970; null before one was added. Rows without a time do not count.</summary>
internal record struct RowSpan(long? FirstMs, long? LastMs)
{
    public void Add(PackedRows rows)
    {
        foreach (ref readonly UsageRow row in rows) Add(row);
    }

    public void Add(ReadOnlySpan<UsageRow> rows)
    {
        foreach (ref readonly UsageRow row in rows) Add(row);
    }

    private void Add(in UsageRow row)
    {
        long timestampMs = row.Event.TimestampMs;
        if (timestampMs == 0) return;
        FirstMs = Math.Min(FirstMs ?? timestampMs, timestampMs);
        LastMs = Math.Max(LastMs ?? timestampMs, timestampMs);
    }
}
