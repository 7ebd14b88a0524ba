namespace EdgeAI.Perception.Stages;

/// <summary>When a chip's touch bits are a touch.</summary>
public sealed record TouchOptions
{
    /// <summary>Readings in a row that must agree before the state changes, 1 or more (1 believes each reading).</summary>
    public int DebounceReadings { get; init; } = 2;

    /// <summary>Readings after which an unchanged state is published again, 1 or more (1 publishes all).</summary>
    public int HeartbeatReadings { get; init; } = 50;
}
