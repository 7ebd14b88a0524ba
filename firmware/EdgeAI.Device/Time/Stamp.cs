namespace EdgeAI.Device.Time;

/// <summary>
/// A point on a monotonic timeline with the half-width of the interval that surely holds it.
/// On a board the timeline is the board's own; on the robot it is the robot's. Nothing restamps a reading.
/// </summary>
public struct Stamp
{
    /// <summary>Nanoseconds since the timeline's origin.</summary>
    public long Nanoseconds;

    /// <summary>The true instant lies within plus or minus this many nanoseconds. Zero is only ever right for made-up time.</summary>
    public long UncertaintyNanoseconds;

    /// <summary>Makes a stamp from its instant and its uncertainty.</summary>
    public Stamp(long nanoseconds, long uncertaintyNanoseconds)
    {
        Nanoseconds = nanoseconds;
        UncertaintyNanoseconds = uncertaintyNanoseconds;
    }
}
