using System.Runtime.InteropServices;
using EdgeAI.Device.Wire;
using EdgeAI.Perception.Sanity;
using EdgeAI.Perception.Sessions;

namespace EdgeAI.Perception.Store;

/// <summary>One inference, copied: what a model was asked and what it answered. Refilled in place.</summary>
internal sealed class KeptInference : ITensorOutputs
{
    private readonly byte[][] _inputs;
    private readonly float[][] _outputs;
    private readonly bool _isFloat;

    /// <summary>Makes an empty one.</summary>
    public KeptInference(ModelSession session)
    {
        OutputSpecs = [.. session.OutputSpecs];
        _isFloat = session.Inputs[0].Element == TensorElement.Float32;
        _inputs = [.. Enumerable.Range(0, session.Inputs.Count).Select(index => new byte[session.InputBytes(index).Length])];

        // Not asked of the session, which may be running: reading its outputs is its own thread's.
        _outputs = [.. OutputSpecs.Select(static spec => new float[spec.Shape.Aggregate(1, static (product, size) => product * size)])];
    }

    /// <inheritdoc/>
    public IReadOnlyList<TensorSpec> OutputSpecs { get; }

    /// <inheritdoc/>
    public ReadOnlySpan<float> Output(int index) => _outputs[index];

    /// <summary>Whether statistics of training find the first input suspect; never where there are none, or it holds no floating-point numbers.</summary>
    public bool IsSuspect(InputStatistics? statistics) =>
        statistics is not null && _isFloat && statistics.Judge(MemoryMarshal.Cast<byte, float>(_inputs[0])) != FrameFlags.None;

    /// <summary>Copies the latest run.</summary>
    public void Take(ModelSession session)
    {
        for (int index = 0; index < _inputs.Length; index++)
        {
            session.InputBytes(index).CopyTo(_inputs[index]);
        }

        for (int index = 0; index < _outputs.Length; index++)
        {
            session.Output(index).CopyTo(_outputs[index]);
        }
    }

    /// <summary>Gives another model the same inputs.</summary>
    public void Fill(IModelRun run)
    {
        for (int index = 0; index < _inputs.Length; index++)
        {
            _inputs[index].CopyTo(run.InputBytes(index));
        }
    }
}
