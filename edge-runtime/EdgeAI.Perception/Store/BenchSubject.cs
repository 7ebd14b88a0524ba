namespace EdgeAI.Perception.Store;

/// <summary>One variant of a model on one execution provider, to be measured.</summary>
/// <param name="Variant">The variant's name.</param>
/// <param name="Provider">The execution provider's.</param>
/// <param name="Subject">The model, opened there.</param>
public sealed record BenchSubject(string Variant, string Provider, TrialSubject Subject);
