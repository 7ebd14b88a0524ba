namespace EdgeAI.Perception.Models;

/// <summary>What a model was trained on.</summary>
public sealed class ModelData
{
    /// <summary>The data set.</summary>
    public required string Name { get; init; }

    /// <summary>Who made it and where it was published.</summary>
    public required string Source { get; init; }

    /// <summary>Its licence, or what is known of it.</summary>
    public required string Licence { get; init; }

    /// <summary>What its labels mean.</summary>
    public required string Labels { get; init; }
}
