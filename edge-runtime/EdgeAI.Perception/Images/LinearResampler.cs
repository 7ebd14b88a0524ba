namespace EdgeAI.Perception.Images;

/// <summary>Interpolates between four pixels. Of the image it reads two rows for each that it makes, and none twice in a row.</summary>
internal sealed unsafe class LinearResampler : RowResampler
{
    private readonly AxisTaps _down;
    private readonly short[] _weights;
    private readonly int[] _rows = [-1, -1];

    /// <summary>Makes one for a part of an image.</summary>
    /// <param name="reader">Reads pairs of pixels.</param>
    /// <param name="across">Where each column lies; its length is the width.</param>
    /// <param name="down">Where each row lies.</param>
    public LinearResampler(RowReader reader, AxisTaps across, AxisTaps down)
        : base(reader, across.First.Length, 2 * Padded(across.First.Length), 2 * 3 * sizeof(short) * Padded(across.First.Length))
    {
        _down = down;
        _weights = new short[SampleStride];
        for (int pixel = 0; pixel < across.First.Length; pixel++)
        {
            _weights[2 * pixel] = across.FirstWeight[pixel];
            _weights[(2 * pixel) + 1] = across.SecondWeight[pixel];
        }
    }

    /// <summary>Makes the reader that goes with it.</summary>
    public static RowReader ReaderOf(PixelFormat format, int width, ImageTensorOptions options, AxisTaps across)
    {
        int[] first = new int[Padded(across.First.Length)];
        int[] second = new int[first.Length];
        Array.Fill(first, across.First[^1]);
        Array.Fill(second, across.Second[^1]);
        across.First.CopyTo(first, 0);
        across.Second.CopyTo(second, 0);
        return new RowReader(format, width, options, first, second);
    }

    /// <inheritdoc/>
    public override void Start() => Array.Fill(_rows, -1);

    /// <inheritdoc/>
    protected override void Resample(in SourceRows source, int row)
    {
        short* above = Blended(source, _down.First[row], _down.Second[row]);
        short* below = Blended(source, _down.Second[row], _down.First[row]);
        BlendKernel.Down(above, below, _down.FirstWeight[row], _down.SecondWeight[row], Levels, Colours * LevelStride);
    }

    /// <summary>A row of the image, interpolated across; the other row of the pair stays where it is.</summary>
    private short* Blended(in SourceRows source, int row, int other)
    {
        int place = _rows[0] == row ? 0 : _rows[1] == row ? 1 : _rows[0] == other ? 1 : 0;
        short* blended = (short*)Own + (place * 3 * LevelStride);
        if (_rows[place] != row)
        {
            Read(source, row);
            fixed (short* weights = _weights)
            {
                for (int colour = 0; colour < Colours; colour++)
                {
                    BlendKernel.Across(Samples + (colour * SampleStride), weights, blended + (colour * LevelStride), LevelStride);
                }
            }

            _rows[place] = row;
        }

        return blended;
    }
}
