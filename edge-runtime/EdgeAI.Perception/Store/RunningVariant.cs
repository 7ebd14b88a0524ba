namespace EdgeAI.Perception.Store;

/// <summary>What a robot runs of a model.</summary>
/// <param name="Generation">The generation's number.</param>
/// <param name="Variant">The variant of it.</param>
public sealed record RunningVariant(int Generation, StoredVariant Variant);
