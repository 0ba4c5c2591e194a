using System.Collections.Concurrent;

namespace Tokscale.Tests.Pricing;

/// <summary>A clock that stands still unless moved, whose timers can run faster, and which remembers what they were asked for.</summary>
internal sealed class FastClock : TimeProvider
{
    // Retries are made short; what ends a wait stays long enough for a busy machine to answer before.
    private static readonly TimeSpan s_longDelay = TimeSpan.FromSeconds(10);
    private const int ShortSpeed = 5, LongSpeed = 4;

    /// <summary>What the time is.</summary>
    public DateTimeOffset Now { get; set; } = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Timers run faster than the time they were asked for.</summary>
    public bool IsFast { get; set; }

    /// <summary>The delays that were asked for, in order.</summary>
    public ConcurrentQueue<TimeSpan> Delays { get; } = [];

    public override DateTimeOffset GetUtcNow() => Now;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime > TimeSpan.Zero) Delays.Enqueue(dueTime);
        if (IsFast && dueTime > TimeSpan.Zero) dueTime /= dueTime < s_longDelay ? ShortSpeed : LongSpeed;
        return base.CreateTimer(callback, state, dueTime, period);
    }
}
