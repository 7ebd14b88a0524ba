namespace EdgeAI.Perception.Store;

/// <summary>One line of a store's log: what was done or found, to which model, when.</summary>
public sealed record StoreRecord
{
    /// <summary>When, UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>What was done or found.</summary>
    public required StoreEvent Event { get; init; }

    /// <summary>The model's name.</summary>
    public required string Name { get; init; }

    /// <summary>The generation that it is about; 0 for none.</summary>
    public int Generation { get; init; }

    /// <summary>SHA-256 of the graph that it is about; null for none.</summary>
    public string? Model { get; init; }

    /// <summary>SHA-256 of the graph that it was held against, or that it took the place of; null for none.</summary>
    public string? Against { get; init; }

    /// <summary>Why, or what exactly, in words; null where the event says it all.</summary>
    public string? Why { get; init; }

    /// <summary>What a gate found; null for none.</summary>
    public GateVerdict? Verdict { get; init; }

    /// <summary>What a measurement of variants and providers found; null for none.</summary>
    public BenchRow[]? Bench { get; init; }

    /// <summary>SHA-256 of the line before, which makes the log a chain; null in the first.</summary>
    public string? Previous { get; init; }
}
