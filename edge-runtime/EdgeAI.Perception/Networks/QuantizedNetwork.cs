using EdgeAI.Device.Networks;

namespace EdgeAI.Perception.Networks;

/// <summary>A quantised network's tables, and how the network before it reads them.</summary>
/// <param name="Source">The network that it was made from.</param>
/// <param name="InputScale">The value of one step of the input.</param>
/// <param name="InputZero">What stands for 0 in the input.</param>
/// <param name="Layers">The layers.</param>
/// <param name="Exponentials">The table of <see cref="ClassProbabilities"/>; null where no softmax ends the network.</param>
internal sealed record QuantizedNetwork(FloatNetwork Source, double InputScale, sbyte InputZero, IReadOnlyList<QuantizedLayer> Layers, ushort[]? Exponentials)
{
    /// <summary>The network that a board runs.</summary>
    /// <exception cref="ArgumentException">A sum may not fit 32 bits.</exception>
    public Network Make() => new([.. Layers.Select(static layer => layer.Make())]);

    /// <summary>What the ONNX file would answer, computed by the board's network: probabilities, the best class, or values.</summary>
    /// <param name="network">What <see cref="Make"/> gave.</param>
    /// <param name="input">The input in the ONNX file's own values.</param>
    public double[] Answer(Network network, double[] input)
    {
        for (int index = 0; index < input.Length; index++)
        {
            network.Input[index] = (sbyte)Math.Clamp(Math.Floor((input[index] / InputScale) + 0.5) + InputZero, sbyte.MinValue, sbyte.MaxValue);
        }

        network.Run();
        if (Source.EndsInArgMax)
        {
            return [network.Best()];
        }

        if (Exponentials is null)
        {
            return [.. network.Output.Take(network.OutputLength).Select(value => (value - Layers[^1].OutputZero) * Layers[^1].OutputScale)];
        }

        ushort[] probabilities = new ushort[network.OutputLength];
        new ClassProbabilities(Exponentials).Compute(network.Output, network.OutputLength, probabilities);
        return [.. probabilities.Select(static value => (double)value / ClassProbabilities.One)];
    }
}
