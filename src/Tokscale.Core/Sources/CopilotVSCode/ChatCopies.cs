using System.Runtime.InteropServices;
using Tokscale.Core.Scanning;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.CopilotVSCode;

/// <summary>Traces tell every call of a session, its file only the last one of each turn: where there are traces, they count.</summary>
internal sealed class ChatCopies : DuplicateRule
{
    /// <summary>The row is a trace.</summary>
    public const int TraceFlag = 1;

    /// <summary>The link of a session's or conversation's id; 0 when there is none.</summary>
    public static ulong LinkOf(string? id) => string.IsNullOrEmpty(id) ? 0 : (ulong)RowKey.Of(id);

    public static UInt128 KeyOf(string? session, string? request) => RowKey.Join(RowKey.Of(session), RowKey.Of(request));

    public override int Resolve(IReadOnlyList<FileUsage> files, EventPacker events)
    {
        HashSet<ulong> traced = TracedSessions(files);
        Dictionary<(NameId Model, TokenCounts Tokens), long> earliest = EarliestForked(files);
        var places = new Dictionary<UInt128, (int Place, long Rank)>();
        var calls = new List<UsageEvent>();
        int rowCount = 0;
        foreach (FileUsage file in files)
        {
            rowCount += file.Rows.Length;
            foreach (ref readonly UsageRow row in file.Rows)
            {
                if (!IsTrace(row) && (traced.Contains(row.Link) || IsOfFork(row, earliest))) continue;
                if (row.Key == 0)
                {
                    calls.Add(row.Event);
                    continue;
                }
                ref (int Place, long Rank) known = ref CollectionsMarshal.GetValueRefOrAddDefault(places, row.Key, out bool isCopy);
                if (!isCopy)
                {
                    known = (calls.Count, row.Rank);
                    calls.Add(row.Event);
                }
                else if (row.Rank > known.Rank)
                {
                    calls[known.Place] = row.Event;
                    known.Rank = row.Rank;
                }
            }
        }
        events.Add(calls);
        return rowCount - calls.Count;
    }

    private static bool IsTrace(in UsageRow row) => (row.Flags & TraceFlag) != 0;

    /// <summary>Another session had the same request before this one began.</summary>
    private static bool IsOfFork(in UsageRow row, Dictionary<(NameId Model, TokenCounts Tokens), long> earliest) =>
        row.OtherLink != 0 && earliest[(row.Event.Model, row.Event.Tokens)] < (long)row.OtherLink;

    /// <summary>The time of the first request that is like one that may have been copied into a fork.</summary>
    private static Dictionary<(NameId Model, TokenCounts Tokens), long> EarliestForked(IReadOnlyList<FileUsage> files)
    {
        var earliest = new Dictionary<(NameId Model, TokenCounts Tokens), long>();
        foreach (FileUsage file in files)
        {
            foreach (ref readonly UsageRow row in file.Rows)
            {
                if (!IsTrace(row) && row.OtherLink != 0) earliest[(row.Event.Model, row.Event.Tokens)] = row.Event.TimestampMs;
            }
        }
        if (earliest.Count == 0) return earliest;
        foreach (FileUsage file in files)
        {
            foreach (ref readonly UsageRow row in file.Rows)
            {
                (NameId, TokenCounts) content = (row.Event.Model, row.Event.Tokens);
                if (!IsTrace(row) && earliest.TryGetValue(content, out long timeMs) && row.Event.TimestampMs < timeMs)
                    earliest[content] = row.Event.TimestampMs;
            }
        }
        return earliest;
    }

    private static HashSet<ulong> TracedSessions(IReadOnlyList<FileUsage> files)
    {
        var sessions = new HashSet<ulong>();
        foreach (FileUsage file in files)
        {
            foreach (ref readonly UsageRow row in file.Rows)
            {
                if (!IsTrace(row)) continue;
                if (row.Link != 0) sessions.Add(row.Link);
                if (row.OtherLink != 0) sessions.Add(row.OtherLink);
            }
        }
        return sessions;
    }
}
