namespace EdgeAI.Perception.Images;

/// <summary>Averages all that a pixel covers. A row on the border of two that are made is read once.</summary>
internal sealed unsafe class AreaResampler : RowResampler
{
    private readonly AreaTaps _across;
    private readonly AreaTaps _down;
    private readonly int _origin;
    private int _row = -1;

    /// <summary>Makes one for a part of an image.</summary>
    /// <param name="reader">Reads pixels from the origin on.</param>
    /// <param name="across">Which columns each covers; its length is the width.</param>
    /// <param name="down">Which rows each covers.</param>
    /// <param name="origin">The first source column that is drawn.</param>
    /// <param name="columns">Source columns that are drawn.</param>
    public AreaResampler(RowReader reader, AreaTaps across, AreaTaps down, int origin, int columns)
        : base(reader, across.Start.Length, Padded(columns), 3 * sizeof(int) * Padded(columns))
    {
        _across = across;
        _down = down;
        _origin = origin;
    }

    private int* Sums => (int*)Own;

    /// <summary>Makes the reader that goes with it.</summary>
    public static RowReader ReaderOf(PixelFormat format, int width, ImageTensorOptions options, int origin, int columns)
    {
        int[] first = new int[Padded(columns) / 2];
        int[] second = new int[first.Length];
        for (int pair = 0; pair < first.Length; pair++)
        {
            first[pair] = origin + Math.Min(2 * pair, columns - 1);
            second[pair] = origin + Math.Min((2 * pair) + 1, columns - 1);
        }

        return new RowReader(format, width, options, first, second);
    }

    /// <inheritdoc/>
    public override void Start() => _row = -1;

    /// <inheritdoc/>
    protected override void Resample(in SourceRows source, int row)
    {
        int firstWeight = _down.WeightStart[row];
        for (int place = firstWeight; place < _down.WeightStart[row + 1]; place++)
        {
            int sourceRow = _down.Start[row] + place - firstWeight;
            if (sourceRow != _row)
            {
                Read(source, sourceRow);
                _row = sourceRow;
            }

            AreaKernel.Add(Samples, _down.Weights[place], Sums, place == firstWeight, Colours * SampleStride);
        }

        for (int colour = 0; colour < Colours; colour++)
        {
            AreaKernel.Across(Sums + (colour * SampleStride), _across, _origin, Levels + (colour * LevelStride));
        }
    }
}
