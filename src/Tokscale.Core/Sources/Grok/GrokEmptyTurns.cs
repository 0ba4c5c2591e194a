using Tokscale.Core.Scanning;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Grok;

/// <summary>When turns ran that ended without counts: what they used, only the log of all calls may tell.</summary>
internal sealed class GrokEmptyTurns
{
    private readonly Dictionary<NameId, List<(long StartMs, long EndMs)>> _spans = [];

    /// <summary>Takes the turns of a session's log; each begins where the one before it ended.</summary>
    public void Learn(FileUsage log)
    {
        long startMs = long.MinValue;
        foreach (ref readonly UsageRow row in log.Rows)
        {
            bool isEmpty = row.Flags == GrokCopies.EmptyTurnNote;
            if (!isEmpty && (row.Event.Tokens.IsZero || (row.Flags & (GrokCopies.CallFlag | GrokCopies.TimeAssumed)) != 0)) continue;
            if (isEmpty)
            {
                if (!_spans.TryGetValue(row.Event.Session, out List<(long StartMs, long EndMs)>? spans)) _spans.Add(row.Event.Session, spans = []);
                spans.Add((startMs, row.Event.TimestampMs));
            }
            startMs = row.Event.TimestampMs;
        }
    }

    /// <summary>The call was made in such a turn.</summary>
    public bool Hold(in UsageRow call)
    {
        long timeMs = call.Event.TimestampMs;
        return (call.Flags & GrokCopies.TimeAssumed) == 0 && _spans.TryGetValue(call.Event.Session, out List<(long StartMs, long EndMs)>? spans)
            && spans.Exists(span => span.StartMs < timeMs && timeMs <= span.EndMs);
    }
}
