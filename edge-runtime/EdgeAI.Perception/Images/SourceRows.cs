namespace EdgeAI.Perception.Images;

/// <summary>The planes of an image whose memory is held still.</summary>
/// <param name="data">The first byte.</param>
/// <param name="height">Rows.</param>
/// <param name="step">Bytes from one row of the first plane to the next.</param>
/// <param name="format">How bytes are pixels.</param>
internal readonly unsafe struct SourceRows(byte* data, int height, int step, PixelFormat format)
{
    private readonly byte* _colours = data + ((long)height * step);
    private readonly int _colourStep = ImageLayout.ColourStep(format, step);

    /// <summary>A row of the first plane.</summary>
    public byte* First(int row) => data + ((long)row * step);

    /// <summary>The row of the second plane that colours a row.</summary>
    public byte* Second(int row) => _colours + ((long)(row / 2) * _colourStep);

    /// <summary>The row of the third plane that colours a row.</summary>
    public byte* Third(int row) => Second(row) + ((long)(height / 2) * _colourStep);
}
