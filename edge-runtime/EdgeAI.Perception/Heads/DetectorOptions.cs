namespace EdgeAI.Perception.Heads;

/// <summary>How a detector is run; what is null is as the model's card says, or else as its head has it.</summary>
public sealed record DetectorOptions
{
    /// <summary>Detections must be surer than this, 0 to 1.</summary>
    public float? ScoreThreshold { get; init; }

    /// <summary>Of two boxes whose intersection over union is larger than this, 0 to 1, the surer stays.</summary>
    public float? OverlapThreshold { get; init; }

    /// <summary>Whether a box also gives way to a surer one of another class.</summary>
    public bool AcrossClasses { get; init; }

    /// <summary>The most detections of one image, 1 or more; more are counted as dropped.</summary>
    public int MostDetections { get; init; } = 100;

    /// <summary>The most threads that share an image before the model sees it, 1 to 64.</summary>
    public int ImageThreads { get; init; } = 1;
}
