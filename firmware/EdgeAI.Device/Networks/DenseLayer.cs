using System;

namespace EdgeAI.Device.Networks;

/// <summary>Every output is a weighted sum of all inputs: sum = bias + weights * input, brought back to int8.</summary>
public sealed class DenseLayer : NetworkLayer
{
    private readonly int _inputs;
    private readonly int _outputs;
    private readonly sbyte[] _weights;
    private readonly int[] _biases;
    private readonly Requantization _requantization;

    /// <summary>Makes a layer over tables that it keeps and never changes.</summary>
    /// <param name="inputs">Values taken, 1 to 4096.</param>
    /// <param name="outputs">Values given, 1 to 4096.</param>
    /// <param name="weights">inputs * outputs of them, all of output 0 first.</param>
    /// <param name="biases">One for each output, the inputs' zero point folded in.</param>
    /// <param name="requantization">One factor for each output.</param>
    /// <exception cref="ArgumentException">A shape does not fit the tables, or a sum may not fit 32 bits.</exception>
    public DenseLayer(int inputs, int outputs, sbyte[] weights, int[] biases, Requantization requantization)
    {
        LayerRules.Size("dense layer", "inputs", inputs, LayerRules.MostValues);
        LayerRules.Size("dense layer", "outputs", outputs, LayerRules.MostValues);
        LayerRules.Tables("dense layer", weights, inputs * outputs, biases, requantization, outputs);
        _inputs = inputs;
        _outputs = outputs;
        _weights = weights;
        _biases = biases;
        _requantization = requantization;
    }

    /// <inheritdoc/>
    public override int InputLength
    {
        get { return _inputs; }
    }

    /// <inheritdoc/>
    public override int OutputLength
    {
        get { return _outputs; }
    }

    /// <inheritdoc/>
    public override void Run(sbyte[] input, sbyte[] output)
    {
        // Locals: an interpreter loads a field more slowly than a local.
        sbyte[] weights = _weights;
        int inputs = _inputs;
        int at = 0;
        for (int index = 0; index < _outputs; index++)
        {
            int sum = _biases[index];
            for (int from = 0; from < inputs; from++)
            {
                sum += weights[at] * input[from];
                at++;
            }

            output[index] = _requantization.Apply(sum, index);
        }
    }

    internal override void AppendTo(NetworkDigest digest)
    {
        digest.AppendByte(1);
        digest.AppendInt32(_inputs);
        digest.AppendInt32(_outputs);
        digest.AppendInt8s(_weights);
        digest.AppendInt32s(_biases);
        _requantization.AppendTo(digest);
    }
}
