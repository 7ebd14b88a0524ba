using EdgeAI.Device.Time;

namespace EdgeAI.SimulatedBoard.Clocks;

/// <summary>Another clock seen from the instant at which the scene began: nanoseconds since the scene's start.</summary>
/// <param name="clock">The clock that time comes from.</param>
/// <param name="startNanoseconds">What that clock showed when the scene began.</param>
public sealed class SceneClock(IClock clock, long startNanoseconds) : IClock
{
    /// <summary>What the underlying clock showed when the scene began.</summary>
    public long StartNanoseconds { get; } = startNanoseconds;

    /// <inheritdoc/>
    public long Nanoseconds => clock.Nanoseconds - StartNanoseconds;
}
