namespace EdgeAI.Perception.Models;

/// <summary>One head of a model: a probability per label.</summary>
public sealed class ModelOutput
{
    /// <summary>The name in the graph.</summary>
    public required string Name { get; init; }

    /// <summary>The fixed shape, batch of one first.</summary>
    public required int[] Shape { get; init; }

    /// <summary>What each probability is of, in the tensor's order.</summary>
    public required string[] Labels { get; init; }
}
