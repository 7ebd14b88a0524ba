using EdgeAI.Device.Time;

namespace EdgeAI.Runtime.Time;

/// <summary>A timeline that stands still until it is advanced: replay and tests. Never runs backwards. Not thread safe.</summary>
/// <param name="startNanoseconds">Where it stands at first.</param>
public sealed class VirtualClock(long startNanoseconds = 0) : IClock
{
    /// <inheritdoc/>
    public long Nanoseconds { get; private set; } = startNanoseconds;

    /// <summary>Moves to an instant; one that has passed already leaves the clock where it is.</summary>
    /// <param name="nanoseconds">The instant on this timeline.</param>
    public void AdvanceTo(long nanoseconds) => Nanoseconds = Math.Max(Nanoseconds, nanoseconds);

    /// <summary>Moves on by a duration.</summary>
    /// <param name="duration">How far; a negative one moves nothing.</param>
    public void Advance(TimeSpan duration) => AdvanceTo(Nanoseconds + (duration.Ticks * TimeSpan.NanosecondsPerTick));
}
