using EdgeAI.Perception.Heads;

namespace EdgeAI.Perception.Store;

/// <summary>One of the two models of a trial.</summary>
/// <param name="Run">The model.</param>
/// <param name="Head">Reads boxes from its outputs; null for a model that finds none.</param>
/// <param name="ModelBytes">Bytes of its files.</param>
/// <param name="MemoryBytes">By how much the process grew when it was opened.</param>
public sealed record TrialSubject(IModelRun Run, IDetectionHead? Head, long ModelBytes, long MemoryBytes)
{
    /// <summary>An empty answer of this model.</summary>
    public Answer NewAnswer() => new(Run.OutputSpecs, Head);
}
