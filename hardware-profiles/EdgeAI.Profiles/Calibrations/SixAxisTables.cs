namespace EdgeAI.Profiles.Calibrations;

/// <summary>
/// A certificate in the integers that a board computes with: what the constructor of SixAxisCalibration in EdgeAI.Device takes,
/// argument by argument, up to the scales: those are the steps that were converted for.
/// </summary>
/// <param name="Matrix">36 entries of magnitude up to 2^28, row by row.</param>
/// <param name="Shifts">Six, 0 to 40, one to an axis: an entry stands for itself divided by two to this power, in steps a count.</param>
/// <param name="Knots">Temperatures in hundredths of a degree Celsius, rising.</param>
/// <param name="Offsets">Six to each knot, in 1/64 count.</param>
/// <param name="Gains">Six to each knot, in 1/2^30.</param>
public sealed record SixAxisTables(
    int[] Matrix,
    int[] Shifts,
    int[] Knots,
    int[] Offsets,
    int[] Gains)
{
    // Of a count, in a row's sensitivity: 1/32 by the integer arithmetic itself (SixAxisCalibration.TryApply), and less than 1/32 by
    // rounding the tables: an offset by 1/128, doubled at most by its gain, and a gain by 2^-31 of at most 2^24 counts, 1/128.
    private const double CountError = 1.0 / 16;

    /// <summary>The most that an axis, computed in integers from these tables, differs from the certificate in exact arithmetic.</summary>
    /// <param name="axis">0 to 5.</param>
    /// <param name="compensatedCounts">The sum over channels of |x|, the compensated counts' magnitudes; at most 6 * 2^25.</param>
    /// <returns>
    /// Steps: one half, 1/16 count in the sensitivity of every channel, and 2^-(shift + 1) for every compensated count. Where the
    /// shift is below 40 the last is at most 2^-28 of the row's largest entry for every count.
    /// </returns>
    public double LargestErrorSteps(int axis, double compensatedCounts)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(axis);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(axis, Shifts.Length);
        double sensitivity = 0;
        for (int channel = 0; channel < Shifts.Length; channel++)
        {
            sensitivity += Math.Abs((double)Matrix[(axis * Shifts.Length) + channel]);
        }

        return 0.5 + (CountError * Math.ScaleB(sensitivity, -Shifts[axis])) + Math.ScaleB(compensatedCounts, -(Shifts[axis] + 1));
    }
}
