using EdgeAI.Perception.Sessions;

namespace EdgeAI.Perception.Store;

/// <summary>A model as a gate asks it: fill the inputs, run, read the outputs. One thread at a time.</summary>
public interface IModelRun : ITensorOutputs
{
    /// <summary>The inputs in the graph's order.</summary>
    IReadOnlyList<TensorSpec> Inputs { get; }

    /// <summary>One input's bytes, to be written.</summary>
    /// <param name="index">The input's place in <see cref="Inputs"/>.</param>
    Span<byte> InputBytes(int index);

    /// <summary>Runs once; false where the graph cannot run on what its inputs hold.</summary>
    bool TryRun();
}
