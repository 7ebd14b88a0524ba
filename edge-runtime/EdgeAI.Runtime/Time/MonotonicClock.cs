using System.Diagnostics;
using EdgeAI.Device.Time;

namespace EdgeAI.Runtime.Time;

/// <summary>The robot's timeline in a live run: the operating system's monotonic clock, from an origin at construction.</summary>
public sealed class MonotonicClock : IClock
{
    private static readonly double NanosecondsPerTick = 1e9 / Stopwatch.Frequency;

    private readonly long _origin = Stopwatch.GetTimestamp();

    /// <inheritdoc/>
    public long Nanoseconds => (long)((Stopwatch.GetTimestamp() - _origin) * NanosecondsPerTick);
}
