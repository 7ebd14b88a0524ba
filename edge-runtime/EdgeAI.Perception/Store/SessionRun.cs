using EdgeAI.Perception.Sessions;

namespace EdgeAI.Perception.Store;

/// <summary>A session as a gate asks it.</summary>
/// <param name="session">The session, which stays the caller's.</param>
public sealed class SessionRun(ModelSession session) : IModelRun
{
    /// <inheritdoc/>
    public IReadOnlyList<TensorSpec> Inputs => session.Inputs;

    /// <inheritdoc/>
    public IReadOnlyList<TensorSpec> OutputSpecs => session.OutputSpecs;

    /// <inheritdoc/>
    public Span<byte> InputBytes(int index) => session.InputBytes(index);

    /// <inheritdoc/>
    public ReadOnlySpan<float> Output(int index) => session.Output(index);

    /// <inheritdoc/>
    public bool TryRun() => session.TryRun(out _);
}
