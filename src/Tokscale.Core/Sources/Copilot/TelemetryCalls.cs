using Tokscale.Core.Scanning;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Copilot;

/// <summary>
/// Picks the telemetry records that are calls. One response may be a span, exported twice, and a log record, and its sums
/// stand again in those of its turn and its agent.
/// </summary>
internal sealed class TelemetryCalls
{
    private readonly HashSet<ulong> _spans = [], _callSpans = [], _responses = [];
    private readonly HashSet<UInt128> _tracesWithCalls = [], _tracesWithTurns = [];

    private TelemetryCalls()
    {
    }

    /// <returns>File and row of each record that counts.</returns>
    public static HashSet<(int File, int Row)> Choose(IReadOnlyList<FileUsage> files)
    {
        var calls = new TelemetryCalls();
        var chosen = new HashSet<(int, int)>();
        for (CopilotRecord kind = CopilotRecord.ChatSpan; kind <= CopilotRecord.AgentSpan; kind++)
        {
            for (int file = 0; file < files.Count; file++)
            {
                int index = 0;
                foreach (ref readonly UsageRow row in files[file].Rows)
                {
                    if (CopilotCopies.KindOf(row) == kind && calls.Takes(row)) chosen.Add((file, index));
                    index++;
                }
            }
        }
        return chosen;
    }

    /// <summary>Better kinds have to come first.</summary>
    private bool Takes(in UsageRow row)
    {
        UInt128 trace = row.Key;
        switch (CopilotCopies.KindOf(row))
        {
            case CopilotRecord.ChatSpan:
                if (trace != 0) _tracesWithCalls.Add(trace);
                if (row.Link != 0) _callSpans.Add(row.Link);
                return IsNewResponse(row) && IsNewSpan(row);
            case CopilotRecord.CallLog:
                if (trace != 0) _tracesWithCalls.Add(trace);
                // Several calls may be logged inside one span; only without a response id the span is all there is to tell them by.
                if (row.Link != 0 && _callSpans.Contains(row.Link)) return false;
                return IsNewResponse(row) && (row.OtherLink != 0 || IsNewSpan(row));
            case CopilotRecord.TurnLog:
                if (trace != 0) _tracesWithTurns.Add(trace);
                return !_tracesWithCalls.Contains(trace) && IsNewSpan(row);
            default:
                return !_tracesWithCalls.Contains(trace) && !_tracesWithTurns.Contains(trace) && IsNewResponse(row) && IsNewSpan(row);
        }
    }

    private bool IsNewSpan(in UsageRow row) => row.Link == 0 || _spans.Add(row.Link);

    private bool IsNewResponse(in UsageRow row) => row.OtherLink == 0 || _responses.Add(row.OtherLink);
}
