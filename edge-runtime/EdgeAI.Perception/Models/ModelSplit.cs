namespace EdgeAI.Perception.Models;

/// <summary>What the shipped model never saw, so that others can score it on exactly that.</summary>
public sealed class ModelSplit
{
    /// <summary>The split of a model of which nobody knows what it saw: nothing counts as held back.</summary>
    internal static ModelSplit Unknown { get; } = new() { How = "unknown", Seed = 0 };

    /// <summary>How the split was made.</summary>
    public required string How { get; init; }

    /// <summary>The seed that chose it.</summary>
    public required int Seed { get; init; }

    /// <summary>Objects held out whole, by the data set's names; empty where the split is not by object.</summary>
    public string[] Objects { get; init => field = value ?? []; } = [];

    /// <summary>Rows held back, counted from 0, per file of the data set (its name without extension); empty where the split is by object.</summary>
    public Dictionary<string, int[]> Indexes { get; init => field = value ?? []; } = [];
}
