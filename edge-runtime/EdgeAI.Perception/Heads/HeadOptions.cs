namespace EdgeAI.Perception.Heads;

/// <summary>What a card may say of a head; what it leaves out comes from <see cref="HeadTable"/>.</summary>
public sealed record HeadOptions
{
    /// <summary>Detections must be surer than this, 0 to 1.</summary>
    public float? ScoreThreshold { get; init; }

    /// <summary>Of two boxes whose intersection over union is larger than this, 0 to 1, the surer stays.</summary>
    public float? OverlapThreshold { get; init; }

    /// <summary>How many classes the model has; 0 where the outputs' shapes must tell.</summary>
    public int ClassCount { get; init; }

    /// <summary>Pixels of the tensor for one cell of each of the model's grids, in the outputs' order.</summary>
    public IReadOnlyList<int>? Strides { get; init; }

    /// <summary>Whether a box also gives way to a surer one of another class.</summary>
    public bool AcrossClasses { get; init; }

    /// <summary>Only this many of the surest candidates are compared, 1 or more; a bound on time.</summary>
    public int MostCandidates { get; init; } = 1000;
}
