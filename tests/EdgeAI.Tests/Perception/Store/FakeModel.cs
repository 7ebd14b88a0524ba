using System.Runtime.InteropServices;
using EdgeAI.Perception.Sessions;
using EdgeAI.Perception.Store;
using EdgeAI.Runtime.Time;

namespace EdgeAI.Tests.Perception.Store;

/// <summary>A model of two classes that a test makes as it likes: eight values in, a rule, and a time that it takes on a virtual clock.</summary>
internal sealed class FakeModel(VirtualClock clock, long takesNanoseconds, Func<float[], float> probability) : IModelRun
{
    private readonly byte[] _input = new byte[8 * sizeof(float)];
    private readonly float[] _output = new float[2];

    public IReadOnlyList<TensorSpec> Inputs { get; } = [new("values", TensorElement.Float32, [1, 8])];

    public IReadOnlyList<TensorSpec> OutputSpecs { get; } = [new("probabilities", TensorElement.Float32, [1, 2])];

    public Span<byte> InputBytes(int index) => _input;

    public ReadOnlySpan<float> Output(int index) => _output;

    public bool TryRun()
    {
        clock.AdvanceTo(clock.Nanoseconds + takesNanoseconds);
        float yes = probability(MemoryMarshal.Cast<byte, float>(_input).ToArray());
        (_output[0], _output[1]) = (1 - yes, yes);
        return true;
    }

    /// <summary>The same as a detector: a box where the probability is above a half.</summary>
    public TrialSubject Detector() => new(this, new FakeHead(), 1000, 0);

    public TrialSubject Subject(long bytes = 1000) => new(this, null, bytes, 0);
}
