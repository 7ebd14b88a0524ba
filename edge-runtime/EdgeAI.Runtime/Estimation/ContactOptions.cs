using EdgeAI.Device.Messages;

namespace EdgeAI.Runtime.Estimation;

/// <summary>When a <see cref="ContactStage{T}"/> believes in a contact.</summary>
public sealed record ContactOptions
{
    /// <summary>The load at which contact begins, in the measure's unit, above 0.</summary>
    public required double Begin { get; init; }

    /// <summary>The load below which it ends, above 0 and at most <see cref="Begin"/>.</summary>
    public required double End { get; init; }

    /// <summary>How long the load must have been there until contact begins, by the stamps, in nanoseconds; 0 to believe the first reading.</summary>
    public long BeginNanoseconds { get; init; } = 5_000_000;

    /// <summary>How long it must have been away until contact ends, by the stamps, in nanoseconds.</summary>
    public long EndNanoseconds { get; init; } = 20_000_000;

    /// <summary>After so many readings without a change the state is said again.</summary>
    public int HeartbeatReadings { get; init; } = 100;

    /// <summary>What the events say that they decide on.</summary>
    public required PerceptionEventKind Kind { get; init; }

    /// <summary>One step of the events' value, in the measure's unit.</summary>
    public required Scale ValueScale { get; init; }
}
