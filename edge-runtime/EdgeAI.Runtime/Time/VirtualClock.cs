using EdgeAI.Device.Time;

namespace EdgeAI.Runtime.Time;

/// <summary>A timeline that stands still until it is advanced: replay and tests. Never runs backwards. Not thread safe.</summary>
public sealed class VirtualClock : IClock
{
    /// <inheritdoc/>
    public long Nanoseconds { get; private set; }

    /// <summary>Moves to an instant; one that has passed already leaves the clock where it is.</summary>
    /// <param name="nanoseconds">The instant on this timeline.</param>
    public void AdvanceTo(long nanoseconds) => Nanoseconds = Math.Max(Nanoseconds, nanoseconds);
}
