using System.Runtime.InteropServices;

namespace Tokscale.Core.Usage;

/// <summary>
/// From when to when calls are, and of which session: enough to know that none of them belongs to a report of few days or of one
/// session. The default value is of no calls. Written to the cache as it lies in memory.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal struct CallSpan
{
    private long _firstMs, _lastMs;
    private NameId _session;
    private State _state;

    private enum State
    {
        Empty,
        OneSession,
        SeveralSessions,
    }

    /// <summary>Time of the earliest call, UTC milliseconds since 1970.</summary>
    public readonly long FirstMs => _firstMs;

    /// <summary>Time of the latest.</summary>
    public readonly long LastMs => _lastMs;

    /// <summary>Of all of them; null when they are of several.</summary>
    public readonly NameId? Session => _state == State.SeveralSessions ? null : _session;

    /// <summary>True when another call would make them calls of more sessions than one.</summary>
    public readonly bool EndsSession(NameId session) => _state != State.Empty && _session != session;

    /// <summary>Adds a call.</summary>
    public void Add(long timestampMs, NameId session)
    {
        if (_state == State.Empty) (_firstMs, _lastMs, _state) = (timestampMs, timestampMs, State.OneSession);
        else if (session != _session) _state = State.SeveralSessions;
        _firstMs = Math.Min(_firstMs, timestampMs);
        _lastMs = Math.Max(_lastMs, timestampMs);
        _session = session;
    }

    /// <summary>False for what no calls are like, as in a file that somebody else wrote.</summary>
    public readonly bool IsPossible(int nameCount) =>
        _state is State.Empty or State.OneSession or State.SeveralSessions && _session.Index >= 0 && _session.Index <= nameCount;
}
