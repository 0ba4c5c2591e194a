using Tokscale.Core.Scanning;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.CopilotVSCode;

/// <summary>
/// Joins debug logs with the requests of their sessions. A request is a turn, which lasts until the next one; where its calls
/// were logged, they count instead of it. Logging may begin in the middle of a session.
/// </summary>
internal sealed class ChatTurns
{
    private readonly Dictionary<ulong, List<(long StartMs, bool IsOwn)>> _turns = [];
    private readonly HashSet<(ulong Session, long StartMs)> _logged = [];

    public ChatTurns(IReadOnlyList<FileUsage> files)
    {
        foreach (FileUsage file in files)
            if (IsOf(file, ChatCopies.LogFlag) && !_turns.ContainsKey(file.Rows.First.Link)) _turns.Add(file.Rows.First.Link, []);
        if (_turns.Count == 0) return;
        foreach (FileUsage file in files)
            if (!IsOf(file, ChatCopies.LogFlag)) AddTurns(file);
        foreach (List<(long, bool)> turns in _turns.Values) turns.Sort();
        foreach (FileUsage file in files)
            if (IsOf(file, ChatCopies.LogFlag)) NoteLogged(file);
    }

    /// <summary>Says whether a logged call is on Copilot's bill, as the request is whose turn it belongs to.</summary>
    public bool IsOwn(in UsageRow call) => TurnOf(call) is { IsOwn: true };

    /// <summary>Says whether the calls of a request were logged.</summary>
    public bool IsLogged(in UsageRow request) => _logged.Contains((request.Link, request.Event.TimestampMs));

    private static bool IsOf(FileUsage file, int flag) => !file.Rows.IsEmpty && (file.Rows.First.Flags & flag) != 0;

    private void AddTurns(FileUsage file)
    {
        foreach (ref readonly UsageRow row in file.Rows)
        {
            if ((row.Flags & ChatCopies.TraceFlag) != 0 || !_turns.TryGetValue(row.Link, out List<(long, bool)>? turns)) continue;
            turns.Add((row.Event.TimestampMs, (row.Flags & ChatCopies.ForeignFlag) == 0));
        }
    }

    private void NoteLogged(FileUsage file)
    {
        foreach (ref readonly UsageRow row in file.Rows)
            if (TurnOf(row) is { } turn) _logged.Add((row.Link, turn.StartMs));
    }

    /// <returns>Null for a call before the first request, and for one of a session that is not known: it may be another program's.</returns>
    private (long StartMs, bool IsOwn)? TurnOf(in UsageRow call)
    {
        if (!_turns.TryGetValue(call.Link, out List<(long StartMs, bool IsOwn)>? turns)) return null;
        int index = turns.BinarySearch((call.Event.TimestampMs, true));
        if (index < 0) index = ~index - 1;
        return index < 0 ? null : turns[index];
    }
}
