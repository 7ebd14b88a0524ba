using EdgeAI.Device.Time;

namespace EdgeAI.Tests.Device.Bus;

/// <summary>A clock that stands still until it is told to move.</summary>
public sealed class ManualClock : IClock
{
    /// <summary>Nanoseconds since the origin; starts away from zero, as a real clock does.</summary>
    public long Nanoseconds { get; private set; } = 7_000_000_000;

    /// <summary>Moves the clock on.</summary>
    public void Advance(long nanoseconds) => Nanoseconds += nanoseconds;
}
