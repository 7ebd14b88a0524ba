namespace EdgeAI.Perception.Models;

/// <summary>What the shipped model never saw, so that others can score it on exactly that.</summary>
public sealed class ModelSplit
{
    /// <summary>How the split was made.</summary>
    public required string How { get; init; }

    /// <summary>The seed that chose it.</summary>
    public required int Seed { get; init; }

    /// <summary>Objects held out whole, by the data set's names; empty where the split is not by object.</summary>
    public string[] Objects { get; init; } = [];

    /// <summary>Rows held back, counted from 0, per file of the data set (its name without extension); empty where the split is by object.</summary>
    public Dictionary<string, int[]> Indexes { get; init; } = [];
}
