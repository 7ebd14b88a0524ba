namespace EdgeAI.Device.Messages;

/// <summary>A grid of signed 16-bit samples, row-major from the top left as the sensor sees it: thermal arrays and range grids.</summary>
public sealed class Image : Message
{
    /// <summary>The most samples that one message can hold (WIRE.md, "Limits").</summary>
    public const int MaxSamples = 1024;

    /// <summary>Raw samples, <see cref="Width"/> * <see cref="Height"/> of them valid.</summary>
    public readonly short[] Samples;

    /// <summary>Columns.</summary>
    public int Width;

    /// <summary>Rows.</summary>
    public int Height;

    /// <summary>What one raw step is worth.</summary>
    public Scale Scale = new Scale(1, 0, Unit.Count);

    /// <summary>Makes an empty image with room for a number of samples.</summary>
    /// <param name="sampleCapacity">The most samples it will hold, 1 to <see cref="MaxSamples"/>.</param>
    public Image(int sampleCapacity)
    {
        Samples = new short[sampleCapacity];
    }

    /// <inheritdoc/>
    public override MessageType Type
    {
        get { return MessageType.Image; }
    }

    /// <inheritdoc/>
    public override void CopyFrom(Message other)
    {
        Image source = (Image)other;
        CopyHeaderFrom(other);
        Width = source.Width;
        Height = source.Height;
        Scale = source.Scale;
        System.Array.Copy(source.Samples, 0, Samples, 0, source.Width * source.Height);
    }
}
