using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Shared.Rollouts;

/// <summary>
/// Finds where a fork's or sub-agent's own lines begin. Its file starts with copies of the parent's lines under new times;
/// only the end of the file tells which of three signs holds for it, so rows are marked for all of them.
/// </summary>
internal sealed class RolloutRegion
{
    /// <summary>Copies are written in one burst; an own line comes later than this after the first.</summary>
    private const long BurstMs = 1000;

    private const int BeforeOrdinalFlag = 1 << 8, BeforeTurnFlag = 1 << 9, BeforeBurstEndFlag = 1 << 10;

    private bool _isInherited, _mayInherit, _hasOrdinals, _hasDatedTurns;
    private bool _isAfterOrdinal, _isAfterTurn, _isAfterBurst;
    private long? _firstOwnOrdinal, _ownerMs, _firstLineMs;

    /// <summary>The next line may decide, whatever its record is.</summary>
    public bool NeedsEveryLine => _firstLineMs is null || (_isInherited && !IsBeginFound);

    private bool IsBeginFound => _firstOwnOrdinal is null ? _isAfterBurst || (_hasDatedTurns && _ownerMs is not null) : _isAfterOrdinal;

    /// <summary>No later line can change what the marks of a row mean, and the rows to come are the thread's own.</summary>
    public bool IsDecided =>
        !_mayInherit && (!_isInherited || (_firstOwnOrdinal is null ? _ownerMs is not null && _isAfterTurn : _hasOrdinals && _isAfterOrdinal));

    /// <summary>Marks for a row at this place of the file.</summary>
    public int Flags => !_isInherited ? 0
        : (_isAfterOrdinal ? 0 : BeforeOrdinalFlag) | (_isAfterTurn ? 0 : BeforeTurnFlag) | (_isAfterBurst ? 0 : BeforeBurstEndFlag);

    /// <summary>Says whose file it is.</summary>
    /// <param name="owner">The thread.</param>
    /// <param name="isInherited">The file may start with lines of another thread.</param>
    /// <param name="mayInherit">A line to come may tell that it does.</param>
    public void Begin(RolloutOwner owner, bool isInherited, bool mayInherit)
    {
        (_isInherited, _mayInherit) = (isInherited, mayInherit);
        _firstOwnOrdinal = owner.FirstOwnOrdinal;
        _ownerMs = ThreadId.TimeMsOf(owner.Id);
    }

    /// <summary>Says whether the file starts with lines of another thread after all.</summary>
    public void Settle(bool isInherited) => (_isInherited, _mayInherit) = (_isInherited || isInherited, false);

    /// <summary>Goes on in a file of which the own lines have begun.</summary>
    public void Skip() => (_isInherited, _firstLineMs) = (false, 0);

    /// <summary>Passes one line.</summary>
    /// <param name="line">The line.</param>
    /// <param name="kind">What it records.</param>
    /// <param name="turnMs">When the turn that the line starts began, by its id; null when it starts none or its id is not dated.</param>
    public void Pass(in RolloutLine line, RolloutRecord kind, long? turnMs)
    {
        if (_firstLineMs is not null && !_isInherited && !_mayInherit) return;
        long? timestampMs = line.TimestampMs;
        _firstLineMs ??= timestampMs;
        if (line.Ordinal is { } ordinal)
        {
            _hasOrdinals = true;
            _isAfterOrdinal |= ordinal >= _firstOwnOrdinal;
        }
        if (turnMs is not null)
        {
            _hasDatedTurns = true;
            _isAfterTurn |= turnMs >= _ownerMs;
        }
        // Settings are applied to a fork that has no turn of its own.
        if (kind != RolloutRecord.ThreadSettings) _isAfterBurst |= timestampMs - _firstLineMs >= BurstMs;
    }

    /// <summary>Says by the row's marks whether it stands before the own lines. Only after the last line.</summary>
    public bool IsInherited(int flags)
    {
        int decisive = _firstOwnOrdinal is not null && _hasOrdinals ? BeforeOrdinalFlag
            : _ownerMs is not null && _hasDatedTurns ? BeforeTurnFlag
            : BeforeBurstEndFlag;
        return (flags & decisive) != 0;
    }
}
