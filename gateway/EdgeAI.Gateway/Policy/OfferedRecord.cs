using EdgeAI.Records;

namespace EdgeAI.Gateway.Policy;

/// <summary>One frame as a robot offered it.</summary>
internal readonly ref struct OfferedRecord
{
    /// <summary>The robot's id, ASCII.</summary>
    public required ReadOnlySpan<byte> Robot { get; init; }

    /// <summary>The robot's boot; 0 for a frame that was published raw.</summary>
    public required uint RobotBoot { get; init; }

    /// <summary>The class that the robot gave it.</summary>
    public required RecordClass Class { get; init; }

    /// <summary>UTC on the gateway's clock when it took the publish, in nanoseconds.</summary>
    public required long ReceivedUtcNanoseconds { get; init; }

    /// <summary>UTC when the reading was true, in nanoseconds.</summary>
    public required long StampUtcNanoseconds { get; init; }

    /// <summary>The half-width of the interval around the stamp, in nanoseconds; negative means not known.</summary>
    public required long UncertaintyNanoseconds { get; init; }

    /// <summary>The wire frame, untouched.</summary>
    public required ReadOnlySpan<byte> Frame { get; init; }
}
