using EdgeAI.Device.Time;

namespace EdgeAI.Runtime.Time;

/// <summary>
/// Carries the robot's timeline to UTC. The monotonic timeline is never corrected; what changes is this map, and every stamp
/// leaves the robot with the bound that held, so that it can be judged later. One writer; readers on any thread see one whole
/// observation.
/// </summary>
public sealed class UtcMapping
{
    private volatile UtcObservation _latest = new(0, 0, UnknownBound);

    /// <summary>What a stamp's UTC bound is when no source of UTC was ever observed.</summary>
    public const long UnknownBound = long.MaxValue;

    /// <summary>Takes a reading of UTC between two readings of the robot's clock.</summary>
    /// <param name="before">The robot's clock just before UTC was read, nanoseconds.</param>
    /// <param name="utc">UTC, nanoseconds since 1970.</param>
    /// <param name="after">The robot's clock just after, nanoseconds.</param>
    /// <param name="sourceBound">How far the source itself may be from UTC, nanoseconds; <see cref="UnknownBound"/> if it does not say.</param>
    public void Observe(long before, long utc, long after, long sourceBound)
    {
        long middle = before + ((after - before) / 2);
        long readingBound = (after - before + 1) / 2;
        long bound = sourceBound > UnknownBound - readingBound ? UnknownBound : sourceBound + readingBound;
        _latest = new UtcObservation(utc - middle, middle, bound);
    }

    /// <summary>The latest observation: another object each time that something was observed. Before the first it maps the timeline to itself.</summary>
    public UtcObservation Latest => _latest;

    /// <summary>Takes over an observation that was recorded.</summary>
    public void Restore(UtcObservation observation)
    {
        ArgumentNullException.ThrowIfNull(observation);
        _latest = observation;
    }

    /// <summary>Translates a stamp into UTC.</summary>
    /// <param name="stamp">A stamp on the robot's timeline.</param>
    /// <param name="boundNanoseconds">The half-width of the interval that holds the true UTC, or <see cref="UnknownBound"/>.</param>
    /// <returns>Nanoseconds since 1970, UTC.</returns>
    public long ToUtc(in Stamp stamp, out long boundNanoseconds)
    {
        UtcObservation latest = _latest;

        // A crystal is within 100 ppm over its temperature range, and that is what the timeline may have drifted since.
        long drift = Math.Abs(stamp.Nanoseconds - latest.ObservedAt) / 10_000;
        boundNanoseconds = latest.Bound > UnknownBound - drift - stamp.UncertaintyNanoseconds
            ? UnknownBound
            : latest.Bound + drift + stamp.UncertaintyNanoseconds;
        return stamp.Nanoseconds + latest.Offset;
    }
}
