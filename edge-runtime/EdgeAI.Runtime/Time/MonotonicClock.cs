using System.Diagnostics;
using EdgeAI.Device.Time;

namespace EdgeAI.Runtime.Time;

/// <summary>The robot's timeline in a live run: the operating system's monotonic clock.</summary>
/// <param name="startNanoseconds">What the clock shows at construction.</param>
public sealed class MonotonicClock(long startNanoseconds = 0) : IClock
{
    private static readonly double NanosecondsPerTick = 1e9 / Stopwatch.Frequency;

    private readonly long _origin = Stopwatch.GetTimestamp();

    /// <summary>
    /// What the operating system's monotonic clock (CLOCK_MONOTONIC on Linux) showed at the zero of this timeline, nanoseconds: what another
    /// process subtracts from its own reading to stand on this timeline.
    /// </summary>
    public long OriginNanoseconds => (long)(_origin * NanosecondsPerTick) - startNanoseconds;

    /// <inheritdoc/>
    public long Nanoseconds => startNanoseconds + (long)((Stopwatch.GetTimestamp() - _origin) * NanosecondsPerTick);
}
