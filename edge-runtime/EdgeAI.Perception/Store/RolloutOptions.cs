namespace EdgeAI.Perception.Store;

/// <summary>How a robot takes a generation that was promoted, and when it goes back.</summary>
public sealed record RolloutOptions
{
    /// <summary>Inferences of the new model before it has proved itself.</summary>
    public int Inferences { get; init; } = 500;

    /// <summary>The fewest inferences of the model before, to tell how long they took; fewer tell nothing, and then time is not judged.</summary>
    public int FewestBefore { get; init; } = 100;

    /// <summary>What the new model must keep against the one before: agreement, distance, the slowest in a hundred. Null for what the card of the one before says.</summary>
    public ModelGate? Gate { get; init; }

    /// <summary>The most inferences of those that may fail, beyond what failed before, before it goes back at once.</summary>
    public int MostFailures { get; init; } = 3;
}
