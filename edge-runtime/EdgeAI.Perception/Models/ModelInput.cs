namespace EdgeAI.Perception.Models;

/// <summary>The one tensor that a model takes.</summary>
public sealed class ModelInput
{
    /// <summary>The name in the graph.</summary>
    public required string Name { get; init; }

    /// <summary>The element type, such as float32.</summary>
    public required string Type { get; init; }

    /// <summary>The fixed shape, batch of one first.</summary>
    public required int[] Shape { get; init; }

    /// <summary>What the numbers are: unit, order, normalisation.</summary>
    public required string Meaning { get; init; }
}
