namespace EdgeAI.Perception.Networks;

/// <summary>A network before it is quantised: a chain of layers, and whether a softmax ends it.</summary>
/// <param name="InputName">The name of the ONNX input.</param>
/// <param name="InputShape">Its shape, batch 1 first.</param>
/// <param name="OutputName">The name of the ONNX output.</param>
/// <param name="Layers">The layers in the order in which they run.</param>
/// <param name="EndsInSoftmax">Whether the outputs become probabilities.</param>
/// <param name="EndsInArgMax">Whether the ONNX file answers the place of the largest output only.</param>
internal sealed record FloatNetwork(string InputName, int[] InputShape, string OutputName, IReadOnlyList<FloatLayer> Layers, bool EndsInSoftmax, bool EndsInArgMax)
{
    /// <summary>How many values the network takes.</summary>
    public int Inputs => Layers[0].Inputs;

    /// <summary>How many values the network answers.</summary>
    public int Outputs => Layers[^1].Outputs;

    /// <summary>What the ONNX file answers, computed plainly.</summary>
    public double[] Run(double[] input)
    {
        double[] value = Layers.Aggregate(input, static (value, layer) => layer.Run(value));
        if (EndsInArgMax)
        {
            return [Array.IndexOf(value, value.Max())];
        }

        if (!EndsInSoftmax)
        {
            return value;
        }

        double largest = value.Max();
        double[] exponentials = Array.ConvertAll(value, one => Math.Exp(one - largest));
        double sum = exponentials.Sum();
        return Array.ConvertAll(exponentials, one => one / sum);
    }
}
