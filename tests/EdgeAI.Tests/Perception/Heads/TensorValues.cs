using EdgeAI.Perception.Sessions;

namespace EdgeAI.Tests.Perception.Heads;

/// <summary>Outputs that a test filled itself.</summary>
internal sealed class TensorValues(IReadOnlyList<TensorSpec> specs, IReadOnlyList<float[]> values) : ITensorOutputs
{
    public IReadOnlyList<TensorSpec> OutputSpecs => specs;

    public IReadOnlyList<float[]> Values => values;

    public ReadOnlySpan<float> Output(int index) => values[index];

    /// <summary>Outputs of these shapes, all 0.</summary>
    public static TensorValues Of(IReadOnlyList<TensorSpec> specs) =>
        new(specs, [.. specs.Select(static spec => new float[spec.Shape.Aggregate(1, static (product, size) => product * size)])]);
}
