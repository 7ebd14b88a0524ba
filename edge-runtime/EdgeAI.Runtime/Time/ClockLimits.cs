namespace EdgeAI.Runtime.Time;

/// <summary>What is taken for granted of two clocks, and all that is: how fast one may gain on the other, and how fast that rate may change.</summary>
/// <param name="MaxDriftPpb">The most that the robot's clock gains or loses on the board's, nanoseconds per second, 1 to 100,000,000.</param>
/// <param name="MaxWanderPpbPerSecond">The most that this rate changes in a second, nanoseconds per second, 0 to 100,000,000.</param>
public readonly record struct ClockLimits(long MaxDriftPpb, long MaxWanderPpbPerSecond)
{
    /// <summary>
    /// Two crystals, each within 100 ppm of its nominal frequency over age and temperature, and 5 ppm for what steers the robot's. An AT cut
    /// changes by less than 1 ppm for a degree, and nothing that carries a sensor warms faster than a degree in a second.
    /// </summary>
    public static ClockLimits Crystals { get; } = new(205_000, 1_000);
}
