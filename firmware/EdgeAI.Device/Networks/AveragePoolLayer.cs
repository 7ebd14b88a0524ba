using System;

namespace EdgeAI.Device.Networks;

/// <summary>Gives the mean of each window's samples, halves rounded up, towards plus infinity.</summary>
public sealed class AveragePoolLayer : NetworkLayer
{
    private readonly PoolingShape _shape;

    /// <summary>Makes a layer.</summary>
    /// <exception cref="ArgumentException">There is no shape.</exception>
    public AveragePoolLayer(PoolingShape shape)
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
                int sum = 0;
                for (int index = from; index < from + window; index++)
                {
                    sum += input[index];
                }

                // floor(sum / window + 1/2), moved by 128 so that the division never sees a negative number.
                output[to] = (sbyte)(((((sum + (128 * window)) * 2) + window) / (window * 2)) - 128);
                to++;
                from += _shape.Stride;
            }
        }
    }

    internal override void AppendTo(NetworkDigest digest)
    {
        digest.AppendByte(4);
        _shape.AppendTo(digest);
    }
}
