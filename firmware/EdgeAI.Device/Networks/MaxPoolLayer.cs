using System;

namespace EdgeAI.Device.Networks;

/// <summary>Gives the largest of each window's samples.</summary>
public sealed class MaxPoolLayer : NetworkLayer
{
    private readonly PoolingShape _shape;

    /// <summary>Makes a layer.</summary>
    /// <exception cref="ArgumentException">There is no shape.</exception>
    public MaxPoolLayer(PoolingShape shape)
    {
        if (shape == null)
        {
            throw new ArgumentException("pooling: a shape is needed");
        }

        _shape = shape;
    }

    /// <inheritdoc/>
    public override int InputLength
    {
        get { return _shape.Channels * _shape.InputSamples; }
    }

    /// <inheritdoc/>
    public override int OutputLength
    {
        get { return _shape.Channels * _shape.OutputSamples; }
    }

    /// <inheritdoc/>
    public override void Run(sbyte[] input, sbyte[] output)
    {
        int window = _shape.Window;
        int to = 0;
        for (int channel = 0; channel < _shape.Channels; channel++)
        {
            int from = channel * _shape.InputSamples;
            for (int place = 0; place < _shape.OutputSamples; place++)
            {
                sbyte largest = input[from];
                for (int index = from + 1; index < from + window; index++)
                {
                    if (input[index] > largest)
                    {
                        largest = input[index];
                    }
                }

                output[to] = largest;
                to++;
                from += _shape.Stride;
            }
        }
    }

    internal override void AppendTo(NetworkDigest digest)
    {
        digest.AppendByte(3);
        _shape.AppendTo(digest);
    }
}
