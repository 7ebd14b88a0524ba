using System;

namespace EdgeAI.Device.Networks;

/// <summary>
/// A 1-D convolution (cross-correlation: the kernel is not turned round) over channels of samples, brought back to int8 with one factor
/// for each output channel. Padding reads as the inputs' zero point.
/// </summary>
public sealed class ConvolutionLayer : NetworkLayer
{
    private readonly ConvolutionShape _shape;
    private readonly sbyte[] _weights;
    private readonly int[] _biases;
    private readonly sbyte _inputZero;
    private readonly Requantization _requantization;

    /// <summary>Makes a layer over tables that it keeps and never changes.</summary>
    /// <param name="shape">What it takes and gives.</param>
    /// <param name="weights">Output channel, input channel, sample of the kernel: the last one runs fastest.</param>
    /// <param name="biases">One for each output channel, the inputs' zero point folded in.</param>
    /// <param name="inputZero">What stands for 0 in the input: the value of the padding.</param>
    /// <param name="requantization">One factor for each output channel.</param>
    /// <exception cref="ArgumentException">The tables do not fit the shape, or a sum may not fit 32 bits.</exception>
    public ConvolutionLayer(ConvolutionShape shape, sbyte[] weights, int[] biases, sbyte inputZero, Requantization requantization)
    {
        if (shape == null)
        {
            throw new ArgumentException("convolution: a shape is needed");
        }

        // 4096 * 4096 at most: a count of weights that does not overflow.
        LayerRules.Size("convolution", "weights of one output", shape.InputChannels * shape.Kernel, LayerRules.MostValues * 4);
        LayerRules.Tables("convolution", weights, shape.OutputChannels * shape.InputChannels * shape.Kernel, biases, requantization, shape.OutputChannels);
        _shape = shape;
        _weights = weights;
        _biases = biases;
        _inputZero = inputZero;
        _requantization = requantization;
    }

    /// <inheritdoc/>
    public override int InputLength
    {
        get { return _shape.InputChannels * _shape.InputSamples; }
    }

    /// <inheritdoc/>
    public override int OutputLength
    {
        get { return _shape.OutputChannels * _shape.OutputSamples; }
    }

    /// <inheritdoc/>
    public override void Run(sbyte[] input, sbyte[] output)
    {
        int samples = _shape.InputSamples;
        int kernel = _shape.Kernel;
        int places = _shape.OutputSamples;
        int weightsOfOne = _shape.InputChannels * kernel;
        int to = 0;
        for (int channel = 0; channel < _shape.OutputChannels; channel++)
        {
            int first = channel * weightsOfOne;
            int start = -_shape.PaddingBefore;
            for (int place = 0; place < places; place++)
            {
                int sum = start >= 0 && start + kernel <= samples
                    ? SumInside(input, start, first, _biases[channel])
                    : SumAtTheEdge(input, start, first, _biases[channel]);
                output[to] = _requantization.Apply(sum, channel);
                to++;
                start += _shape.Stride;
            }
        }
    }

    internal override void AppendTo(NetworkDigest digest)
    {
        digest.AppendByte(2);
        digest.AppendInt32(_shape.InputChannels);
        digest.AppendInt32(_shape.InputSamples);
        digest.AppendInt32(_shape.OutputChannels);
        digest.AppendInt32(_shape.Kernel);
        digest.AppendInt32(_shape.Stride);
        digest.AppendInt32(_shape.PaddingBefore);
        digest.AppendInt32(_shape.PaddingAfter);
        digest.AppendByte((byte)_inputZero);
        digest.AppendInt8s(_weights);
        digest.AppendInt32s(_biases);
        _requantization.AppendTo(digest);
    }

    private int SumInside(sbyte[] input, int start, int first, int sum)
    {
        sbyte[] weights = _weights;
        int kernel = _shape.Kernel;
        int samples = _shape.InputSamples;
        int at = first;
        int from = start;
        for (int channel = 0; channel < _shape.InputChannels; channel++)
        {
            for (int tap = 0; tap < kernel; tap++)
            {
                sum += weights[at] * input[from + tap];
                at++;
            }

            from += samples;
        }

        return sum;
    }

    private int SumAtTheEdge(sbyte[] input, int start, int first, int sum)
    {
        int at = first;
        for (int channel = 0; channel < _shape.InputChannels; channel++)
        {
            for (int tap = 0; tap < _shape.Kernel; tap++)
            {
                int sample = start + tap;
                int value = sample < 0 || sample >= _shape.InputSamples ? _inputZero : input[(channel * _shape.InputSamples) + sample];
                sum += _weights[at] * value;
                at++;
            }
        }

        return sum;
    }
}
