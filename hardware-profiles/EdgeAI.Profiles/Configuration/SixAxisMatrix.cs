namespace EdgeAI.Profiles.Configuration;

/// <summary>
/// Turns a maker's decoupling matrix, in SI a count, into the integers that a board computes with: an axis is the sum of entry times count over
/// the channels, divided by 2^shift, in steps (EdgeAI.Device, SixAxisCalibration). Pure.
/// </summary>
internal static class SixAxisMatrix
{
    /// <summary>The largest magnitude of an entry: six products with compensated counts of 31 bits then stay inside 64.</summary>
    public const int LargestEntry = 1 << 28;

    /// <summary>The largest shift of a row.</summary>
    public const int LargestShift = 40;

    private const int CountBits = 6;
    private const int GainBits = 30;

    /// <summary>Converts one axis: the shift is the largest with which every entry fits, so that rounding costs least.</summary>
    /// <param name="row">What one count of each channel is worth, in SI.</param>
    /// <param name="step">What one step of the axis is worth, in SI.</param>
    /// <param name="entries">Receives an entry for each channel.</param>
    /// <param name="shift">The row's shift, 0 to 40.</param>
    /// <param name="isTooLarge">Whether it failed because a count is worth 2^28 steps or more.</param>
    /// <returns>False where no shift makes it fit, or nothing but zeros is left.</returns>
    public static bool TryConvertRow(ReadOnlySpan<double> row, double step, Span<int> entries, out int shift, out bool isTooLarge)
    {
        double largest = 0;
        foreach (double worth in row)
        {
            largest = Math.Max(largest, Math.Abs(worth / step));
        }

        shift = LargestShift;
        while (shift > 0 && Math.Round(Math.ScaleB(largest, shift)) > LargestEntry)
        {
            shift--;
        }

        isTooLarge = !(Math.Round(Math.ScaleB(largest, shift)) <= LargestEntry);
        if (isTooLarge || Math.Round(Math.ScaleB(largest, shift)) == 0)
        {
            return false;
        }

        for (int channel = 0; channel < row.Length; channel++)
        {
            entries[channel] = (int)Math.Round(Math.ScaleB(row[channel] / step, shift));
        }

        return true;
    }

    /// <summary>A temperature in hundredths of a degree.</summary>
    public static int Hundredths(double degrees) => (int)Math.Round(degrees * 100);

    /// <summary>An offset in 1/64 of a count.</summary>
    public static int Offset(double counts) => (int)Math.Round(Math.ScaleB(counts, CountBits));

    /// <summary>A gain in 1/2^30.</summary>
    public static int Gain(double factor) => (int)Math.Round(Math.ScaleB(factor, GainBits));
}
