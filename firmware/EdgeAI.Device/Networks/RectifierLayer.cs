namespace EdgeAI.Device.Networks;

/// <summary>ReLU by itself, where it cannot be part of the layer before: what is below zero becomes zero.</summary>
public sealed class RectifierLayer : NetworkLayer
{
    private readonly int _length;
    private readonly sbyte _zero;

    /// <summary>Makes a layer.</summary>
    /// <param name="length">Values taken and given, 1 to 4096.</param>
    /// <param name="zero">What stands for 0.</param>
    /// <exception cref="System.ArgumentException">The length is outside its range.</exception>
    public RectifierLayer(int length, sbyte zero)
    {
        LayerRules.Size("rectifier", "length", length, LayerRules.MostValues);
        _length = length;
        _zero = zero;
    }

    /// <inheritdoc/>
    public override int InputLength
    {
        get { return _length; }
    }

    /// <inheritdoc/>
    public override int OutputLength
    {
        get { return _length; }
    }

    /// <inheritdoc/>
    public override void Run(sbyte[] input, sbyte[] output)
    {
        sbyte zero = _zero;
        for (int index = 0; index < _length; index++)
        {
            sbyte value = input[index];
            output[index] = value < zero ? zero : value;
        }
    }

    internal override void AppendTo(NetworkDigest digest)
    {
        digest.AppendByte(5);
        digest.AppendInt32(_length);
        digest.AppendByte((byte)_zero);
    }
}
