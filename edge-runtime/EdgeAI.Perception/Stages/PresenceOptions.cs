namespace EdgeAI.Perception.Stages;

/// <summary>When warm pixels are somebody.</summary>
public sealed record PresenceOptions
{
    /// <summary>How far above the image's median a pixel must be for presence to begin, in kelvin, more than zero. A clothed person at some metres stands out by 2 K and more of an AMG8833's 0.25 degC steps.</summary>
    public double BeginKelvin { get; init; } = 2.0;

    /// <summary>How far above the median pixels must stay for presence to go on, in kelvin, more than zero, at most <see cref="BeginKelvin"/>.</summary>
    public double EndKelvin { get; init; } = 1.25;

    /// <summary>Warm pixels needed, 1 or more: a single one may be noise or a lamp.</summary>
    public int MinPixels { get; init; } = 3;

    /// <summary>Readings after which an unchanged state is published again, 1 or more (1 publishes all). 10 is one second of an AMG8833.</summary>
    public int HeartbeatReadings { get; init; } = 10;
}
