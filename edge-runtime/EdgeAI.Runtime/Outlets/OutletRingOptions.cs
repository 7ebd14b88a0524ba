namespace EdgeAI.Runtime.Outlets;

/// <summary>What a ring is made with.</summary>
public sealed record OutletRingOptions
{
    /// <summary>The ring's file; in a tmpfs folder that only the robot's user may write, such as /run/edgeai, since on a disk its being written back can hold the writer up.</summary>
    public required string Path { get; init; }

    /// <summary>How many items the ring holds: a power of two from 16 to 65536, each of 4096 bytes.</summary>
    public int Slots { get; init; } = 256;

    /// <summary>Tells this start of the robot from every other.</summary>
    public required uint Boot { get; init; }

    /// <summary>What CLOCK_MONOTONIC showed at the zero of the robot's timeline, nanoseconds.</summary>
    public required long OriginNanoseconds { get; init; }

    /// <summary>How often the writer promises to beat, whether or not it has anything to tell.</summary>
    public TimeSpan HeartbeatPeriod { get; init; } = TimeSpan.FromMilliseconds(50);
}
