namespace EdgeAI.Perception.Stages;

/// <summary>When detections are a sighting.</summary>
public sealed record SightingOptions
{
    /// <summary>The class that is looked out for: its place in the model's list.</summary>
    public required int ClassIndex { get; init; }

    /// <summary>The score at which a sighting begins, above 0, at most 1.</summary>
    public required double BeginScore { get; init; }

    /// <summary>The score that it needs to go on, above 0, at most <see cref="BeginScore"/>.</summary>
    public required double EndScore { get; init; }

    /// <summary>Answers of the detector in a row without the class that end a sighting, 1 or more: a detector blinks.</summary>
    public int MissesToEnd { get; init; } = 3;

    /// <summary>Answers after which an unchanged state is published again, 1 or more (1 publishes all).</summary>
    public int HeartbeatReadings { get; init; } = 30;
}
