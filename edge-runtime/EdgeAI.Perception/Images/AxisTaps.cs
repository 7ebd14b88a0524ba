namespace EdgeAI.Perception.Images;

/// <summary>
/// The two source pixels between which each pixel of one axis is interpolated, with weights of 11 bits. Places, weights and
/// borders are those of OpenCV's cv::resize for bytes, so that its results come out bit by bit.
/// </summary>
internal sealed class AxisTaps
{
    /// <summary>What the two weights of a pixel add up to (INTER_RESIZE_COEF_SCALE).</summary>
    public const int One = 2048;

    private AxisTaps(int count)
    {
        First = new int[count];
        Second = new int[count];
        FirstWeight = new short[count];
        SecondWeight = new short[count];
    }

    /// <summary>The first source pixel of each.</summary>
    public int[] First { get; }

    /// <summary>The second: the next one, or the first again at a border.</summary>
    public int[] Second { get; }

    /// <summary>The first pixel's weight.</summary>
    public short[] FirstWeight { get; }

    /// <summary>The second pixel's weight.</summary>
    public short[] SecondWeight { get; }

    /// <summary>Lays the columns of an image onto those of another.</summary>
    /// <param name="origin">The first source pixel.</param>
    /// <param name="from">Source pixels.</param>
    /// <param name="to">Pixels to be made.</param>
    /// <param name="isArea">Whether the weights are those that INTER_AREA has where an image grows.</param>
    public static AxisTaps Across(int origin, int from, int to, bool isArea)
    {
        AxisTaps taps = Down(origin, from, to, isArea);
        for (int pixel = 0; pixel < to; pixel++)
        {
            // At a border columns take the one pixel whole, while rows keep their two weights: two truncations there are OpenCV's.
            if (taps.First[pixel] == taps.Second[pixel])
            {
                taps.FirstWeight[pixel] = One;
                taps.SecondWeight[pixel] = 0;
            }
        }

        return taps;
    }

    /// <summary>Lays the rows of an image onto those of another.</summary>
    /// <param name="origin">The first source pixel.</param>
    /// <param name="from">Source pixels.</param>
    /// <param name="to">Pixels to be made.</param>
    /// <param name="isArea">Whether the weights are those that INTER_AREA has where an image grows.</param>
    public static AxisTaps Down(int origin, int from, int to, bool isArea)
    {
        AxisTaps taps = new(to);
        double inverse = (double)to / from;
        double scale = 1.0 / inverse;
        for (int pixel = 0; pixel < to; pixel++)
        {
            int place;
            float share;
            if (isArea)
            {
                place = (int)Math.Floor(pixel * scale);
                share = (float)(pixel + 1 - ((place + 1) * inverse));
                share = share <= 0 ? 0 : share - MathF.Floor(share);
            }
            else
            {
                share = (float)(((pixel + 0.5) * scale) - 0.5);
                place = (int)MathF.Floor(share);
                share -= place;
            }

            taps.First[pixel] = origin + Math.Clamp(place, 0, from - 1);
            taps.Second[pixel] = origin + Math.Clamp(place + 1, 0, from - 1);
            taps.FirstWeight[pixel] = (short)MathF.Round((1 - share) * One, MidpointRounding.ToEven);
            taps.SecondWeight[pixel] = (short)MathF.Round(share * One, MidpointRounding.ToEven);
        }

        return taps;
    }
}
