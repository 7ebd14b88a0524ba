using EdgeAI.Perception.Images;

namespace EdgeAI.Perception.Stages;

/// <summary>What a detecting stage takes and tells.</summary>
public sealed record DetectOptions
{
    /// <summary>Pixels in a row of the camera's images.</summary>
    public required int Width { get; init; }

    /// <summary>Their rows.</summary>
    public required int Height { get; init; }

    /// <summary>What their bytes are.</summary>
    public required PixelFormat Format { get; init; }

    /// <summary>Which classes are told, by their places in the model's list; null for all.</summary>
    public IReadOnlySet<int>? Classes { get; init; }
}
