using System.Runtime.InteropServices;
using Tokscale.Core.Scanning;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.CopilotVSCode;

/// <summary>
/// Traces and debug logs tell every call of a session, its file only the last one of each turn: where there are traces or logs,
/// they count.
/// </summary>
internal sealed class ChatCopies : DuplicateRule
{
    /// <summary>The row is a trace.</summary>
    public const int TraceFlag = 1;

    /// <summary>The row is a call of a debug log.</summary>
    public const int LogFlag = 2;

    /// <summary>The row is no call but the beginning of a turn, which debug logs are joined with.</summary>
    public const int TurnFlag = 4;

    /// <summary>The turn is on another bill.</summary>
    public const int ForeignFlag = 8;

    /// <summary>The link of a session's or conversation's id; 0 when there is none.</summary>
    public static ulong LinkOf(string? id) => string.IsNullOrEmpty(id) ? 0 : (ulong)RowKey.Of(id);

    public static UInt128 KeyOf(string? session, string? request) => RowKey.Join(RowKey.Of(session), RowKey.Of(request));

    public override int Resolve(IReadOnlyList<FileUsage> files, EventPacker events)
    {
        HashSet<ulong> traced = TracedSessions(files);
        Dictionary<(NameId Model, TokenCounts Tokens), long> earliest = EarliestForked(files);
        var turns = new ChatTurns(files);
        var resolution = new Resolution();
        int rowCount = 0;
        foreach (FileUsage file in files)
        {
            foreach (ref readonly UsageRow row in file.Rows)
            {
                if ((row.Flags & TurnFlag) == 0) rowCount++;
                bool counts = IsTrace(row) || (IsRequest(row) && !traced.Contains(row.Link) && !turns.IsLogged(row) && !IsOfFork(row, earliest));
                if (counts) resolution.Add(row);
            }
        }
        // A span has one id wherever it is told; traces tell more of it.
        foreach (FileUsage file in files)
        {
            foreach (ref readonly UsageRow row in file.Rows)
                if ((row.Flags & LogFlag) != 0 && turns.IsOwn(row)) resolution.Add(row);
        }
        events.Add(resolution.Calls);
        return rowCount - resolution.Calls.Count;
    }

    private static bool IsRequest(in UsageRow row) => (row.Flags & (TraceFlag | LogFlag | TurnFlag)) == 0;

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
                if (IsRequest(row) && row.OtherLink != 0) earliest[(row.Event.Model, row.Event.Tokens)] = row.Event.TimestampMs;
            }
        }
        if (earliest.Count == 0) return earliest;
        foreach (FileUsage file in files)
        {
            foreach (ref readonly UsageRow row in file.Rows)
            {
                (NameId, TokenCounts) content = (row.Event.Model, row.Event.Tokens);
                if (IsRequest(row) && earliest.TryGetValue(content, out long timeMs) && row.Event.TimestampMs < timeMs)
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

    private sealed class Resolution
    {
        private readonly Dictionary<UInt128, (int Place, long Rank)> _places = [];

        public List<UsageEvent> Calls { get; } = [];

        /// <summary>Adds a call, if it is no copy; a copy of a higher rank takes its place.</summary>
        public void Add(in UsageRow row)
        {
            if (row.Key == 0)
            {
                Calls.Add(row.Event);
                return;
            }
            ref (int Place, long Rank) known = ref CollectionsMarshal.GetValueRefOrAddDefault(_places, row.Key, out bool isCopy);
            if (!isCopy)
            {
                known = (Calls.Count, row.Rank);
                Calls.Add(row.Event);
            }
            else if (row.Rank > known.Rank)
            {
                Calls[known.Place] = row.Event;
                known.Rank = row.Rank;
            }
        }
    }
}
