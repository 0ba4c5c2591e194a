using Tokscale.Core.Scanning;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Grok;

/// <summary>
/// What of sub-agents is in their parents' turns: a sub-agent that was started for a prompt and done before the turn of that prompt was
/// is added to what the turn used. One that is done later is in no turn but its own.
/// </summary>
internal sealed class GrokFolds
{
    /// <summary>By sub-agent: from its start to the end of the turn.</summary>
    private readonly Dictionary<NameId, List<(long StartMs, long EndMs)>> _spans = [];

    /// <summary>Takes the notes of a session's log; they stand in their order between the turns.</summary>
    public void Learn(FileUsage log)
    {
        var open = new List<Child>();
        foreach (ref readonly UsageRow row in log.Rows)
        {
            NameId session = row.Event.Session;
            if (row.Flags == GrokCopies.SpawnNote) open.Add(new Child(session, row.Link, row.Event.TimestampMs));
            else if (row.Flags == GrokCopies.FinishNote) open.FindLast(child => child.Session == session)?.Finish();
            else if (row.Link != 0 && open.Count > 0) Close(open, row);
        }
    }

    /// <summary>The row is a part of another session's turn.</summary>
    public bool Hold(in UsageRow row)
    {
        if (!_spans.TryGetValue(row.Event.Session, out List<(long StartMs, long EndMs)>? spans)) return false;
        long timeMs = row.Event.TimestampMs;
        return (row.Flags & GrokCopies.TimeAssumed) != 0 || spans.Exists(span => span.StartMs <= timeMs && timeMs <= span.EndMs);
    }

    private void Close(List<Child> open, in UsageRow turn)
    {
        ulong prompt = turn.Link;
        long endMs = (turn.Flags & GrokCopies.TimeAssumed) != 0 ? long.MaxValue : turn.Event.TimestampMs;
        foreach (Child child in open.FindAll(child => child.IsFinished && child.Prompt == prompt))
        {
            if (!_spans.TryGetValue(child.Session, out List<(long StartMs, long EndMs)>? spans)) _spans.Add(child.Session, spans = []);
            spans.Add((child.StartMs, endMs));
            open.Remove(child);
        }
    }

    private sealed class Child(NameId session, ulong prompt, long startMs)
    {
        public NameId Session => session;

        public ulong Prompt => prompt;

        public long StartMs => startMs;

        public bool IsFinished { get; private set; }

        public void Finish() => IsFinished = true;
    }
}
