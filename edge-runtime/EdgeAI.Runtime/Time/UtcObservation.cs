namespace EdgeAI.Runtime.Time;

/// <summary>One observation of UTC against the robot's timeline.</summary>
/// <param name="Offset">UTC less the robot's timeline, nanoseconds.</param>
/// <param name="ObservedAt">When it was observed, robot timeline, nanoseconds.</param>
/// <param name="Bound">The half-width of the interval that held UTC then, nanoseconds; <see cref="UtcMapping.UnknownBound"/> where nothing says so.</param>
public sealed record UtcObservation(long Offset, long ObservedAt, long Bound);
