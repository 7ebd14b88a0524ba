namespace EdgeAI.Perception.Models;

/// <summary>A class-conditional generator of inputs for simulated boards: a demo source, no evidence of quality.</summary>
public sealed class ModelGenerator
{
    /// <summary>The generator's file, in the model's folder.</summary>
    public required string File { get; init; }

    /// <summary>Per label, how often the model answers the label that was drawn, 0 to 1.</summary>
    public required Dictionary<string, double> Agreement { get; init; }
}
