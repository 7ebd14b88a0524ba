namespace EdgeAI.Perception.Sessions;

/// <summary>What a graph answered: how a head reads a session, or a test's own numbers.</summary>
public interface ITensorOutputs
{
    /// <summary>The outputs in the graph's order, with the shapes that are bound.</summary>
    IReadOnlyList<TensorSpec> OutputSpecs { get; }

    /// <summary>One output of the latest run as float32, row-major in its shape; other element types are widened by whoever implements this. Valid until the next run.</summary>
    /// <param name="index">The output's place in <see cref="OutputSpecs"/>.</param>
    ReadOnlySpan<float> Output(int index);
}
