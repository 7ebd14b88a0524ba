using EdgeAI.Device.Time;

namespace EdgeAI.SimulatedBoard.Clocks;

/// <summary>A clock that stands still until it is told to go on. One thread advances it; any thread reads it.</summary>
public sealed class ManualClock : IClock
{
    private long _nanoseconds;

    /// <summary>Makes a clock that stands at an instant.</summary>
    /// <param name="nanoseconds">Where it stands, in nanoseconds since its origin.</param>
    public ManualClock(long nanoseconds = 0) => _nanoseconds = nanoseconds;

    /// <inheritdoc/>
    public long Nanoseconds => Volatile.Read(ref _nanoseconds);

    /// <summary>Sets the clock forward to an instant.</summary>
    /// <param name="nanoseconds">The new instant.</param>
    /// <exception cref="ArgumentOutOfRangeException">The instant lies before the clock's.</exception>
    public void AdvanceTo(long nanoseconds)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(nanoseconds, _nanoseconds);
        Volatile.Write(ref _nanoseconds, nanoseconds);
    }

    /// <summary>Sets the clock forward by a duration.</summary>
    /// <param name="duration">How far, zero or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">The duration is negative.</exception>
    public void Advance(TimeSpan duration) => AdvanceTo(_nanoseconds + (duration.Ticks * TimeSpan.NanosecondsPerTick));
}
