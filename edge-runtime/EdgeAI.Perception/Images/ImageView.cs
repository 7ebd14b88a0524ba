namespace EdgeAI.Perception.Images;

/// <summary>An image that lies in somebody's memory: what the kernels read.</summary>
public readonly ref struct ImageView
{
    /// <summary>Describes an image.</summary>
    /// <param name="data">Its bytes, the planes of <see cref="PixelFormat.Nv12"/> and <see cref="PixelFormat.I420"/> one after the other.</param>
    /// <param name="width">Pixels in a row, 1 or more; even for the formats with shared colour.</param>
    /// <param name="height">Rows, 1 or more; even for the formats with colour at half the height.</param>
    /// <param name="step">Bytes from one row to the next, of the first plane; the colour planes of I420 have half of it.</param>
    /// <param name="format">How bytes are pixels.</param>
    public ImageView(ReadOnlySpan<byte> data, int width, int height, int step, PixelFormat format)
    {
        Data = data;
        Width = width;
        Height = height;
        Step = step;
        Format = format;
    }

    /// <summary>The bytes.</summary>
    public ReadOnlySpan<byte> Data { get; }

    /// <summary>Pixels in a row.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>Bytes from one row of the first plane to the next.</summary>
    public int Step { get; }

    /// <summary>How bytes are pixels.</summary>
    public PixelFormat Format { get; }
}
