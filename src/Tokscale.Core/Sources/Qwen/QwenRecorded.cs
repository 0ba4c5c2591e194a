using System.Runtime.InteropServices;
using Tokscale.Core.Scanning;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Qwen;

/// <summary>The calls that chats tell, to be taken once each by their records in the ledger, and the projects of their sessions.</summary>
internal sealed class QwenRecorded
{
    /// <summary>Both records are made when an answer ends. More apart, equal counts are chance.</summary>
    private const long ApartMsMax = 10 * 60_000;

    private readonly Dictionary<ulong, List<long>> _timesMs = [];
    private readonly Dictionary<NameId, NameId> _projects = [];

    /// <summary>What the two records of a call have in common.</summary>
    public static ulong LinkOf(in TokenCounts tokens) => RowKey.LinkOf([tokens.Input, tokens.CacheRead, tokens.Output, tokens.Reasoning]);

    public QwenRecorded(IEnumerable<FileUsage> chats)
    {
        var seen = new HashSet<(UInt128, ulong)>();
        foreach (FileUsage chat in chats)
        {
            foreach (ref readonly UsageRow row in chat.Rows)
            {
                if (row.Event.Project.IsKnown) _projects.TryAdd(row.Event.Session, row.Event.Project);
                // A branch copies records under another session; the ledger has each call once.
                ulong link = LinkOf(row.Event.Tokens);
                if (seen.Add((row.Key, link))) Add(link, row.Event.TimestampMs);
            }
        }
    }

    /// <summary>The project of a session; not known where no chat tells of it.</summary>
    public NameId ProjectOf(NameId session) => _projects.GetValueOrDefault(session);

    /// <summary>Takes the call that a record of the ledger is of; false when no chat tells it.</summary>
    public bool Take(in UsageRow record)
    {
        // A total that the ledger made up sets the reasoning beside the output, where the chat has it inside.
        long timeMs = record.Event.TimestampMs;
        return TakeNearest(LinkOf(record.Event.Tokens), timeMs) || TakeNearest(record.Link, timeMs);
    }

    private bool TakeNearest(ulong link, long timeMs)
    {
        if (!_timesMs.TryGetValue(link, out List<long>? timesMs)) return false;
        int nearest = -1;
        long apartMs = ApartMsMax + 1;
        for (int index = 0; index < timesMs.Count; index++)
        {
            long otherMs = Math.Abs(timesMs[index] - timeMs);
            if (otherMs < apartMs) (nearest, apartMs) = (index, otherMs);
        }
        if (nearest < 0) return false;
        timesMs.RemoveAt(nearest);
        return true;
    }

    private void Add(ulong link, long timeMs)
    {
        ref List<long>? timesMs = ref CollectionsMarshal.GetValueRefOrAddDefault(_timesMs, link, out _);
        timesMs ??= [];
        timesMs.Add(timeMs);
    }
}
