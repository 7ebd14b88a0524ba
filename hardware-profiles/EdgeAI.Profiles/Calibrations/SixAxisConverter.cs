using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace EdgeAI.Profiles.Calibrations;

/// <summary>
/// Turns a certificate's floating point numbers into a board's integers, once, off the board. Each axis gets the largest shift that keeps its
/// entries within 2^28, so that its largest entry has 28 significant bits; <see cref="SixAxisTables.LargestErrorSteps"/> states the error.
/// </summary>
public static class SixAxisConverter
{
    private const int Axes = 6;
    private const int LargestShift = 40;
    private const double LargestEntry = 1 << 28;
    private const double LargestZero = 1 << 23;
    private const double HundredthsPerDegree = 100;
    private const double CountSteps = 64;
    private const double UnitGain = 1 << 30;
    private static readonly string[] Names = ["Fx", "Fy", "Fz", "Tx", "Ty", "Tz"];

    /// <summary>Converts a certificate.</summary>
    /// <param name="certificate">What the maker measured.</param>
    /// <param name="forceStep">What one step of force is worth, in newtons, above 0.</param>
    /// <param name="torqueStep">What one step of torque is worth, in newton-metres, above 0.</param>
    /// <param name="tables">The integers; null where the certificate cannot be converted.</param>
    /// <param name="problem">One line that names the number and the mend; empty where all is well.</param>
    public static bool TryConvert(
        SixAxisCertificate certificate, double forceStep, double torqueStep, [NotNullWhen(true)] out SixAxisTables? tables, out string problem)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        tables = null;
        problem = ProblemOf(certificate, forceStep, torqueStep);
        if (problem.Length > 0)
        {
            return false;
        }

        int[] matrix = new int[Axes * Axes];
        int[] shifts = new int[Axes];
        for (int axis = 0; axis < Axes; axis++)
        {
            double step = axis < 3 ? forceStep : torqueStep;
            double[] row = [.. certificate.Matrix.Skip(axis * Axes).Take(Axes)];
            if (!TryConvertRow(row, step, matrix.AsSpan(axis * Axes, Axes), out shifts[axis]))
            {
                problem = $"row {Names[axis]} of the matrix: a count is worth more than 2^28 steps: choose a larger step than {Shown(step)}";
                return false;
            }
        }

        tables = new SixAxisTables(
            matrix,
            shifts,
            [.. certificate.KnotsCelsius.Select(static celsius => (int)Math.Round(celsius * HundredthsPerDegree))],
            [.. certificate.ZeroCounts.Select(count => (int)Math.Round(count * CountSteps))],
            [.. certificate.Gains.Select(gain => (int)Math.Clamp(Math.Round(gain * UnitGain), 1, int.MaxValue))]);
        return true;
    }

    /// <summary>Converts one axis: the shift is the largest with which every entry fits, so that rounding costs least.</summary>
    /// <param name="row">What one count of each channel is worth, in SI.</param>
    /// <param name="step">What one step of the axis is worth, in SI.</param>
    /// <param name="entries">Receives an entry for each channel.</param>
    /// <param name="shift">The row's shift, 0 to 40; -1 where it failed.</param>
    /// <returns>False where a count is worth more than 2^28 steps, or is no number.</returns>
    internal static bool TryConvertRow(ReadOnlySpan<double> row, double step, Span<int> entries, out int shift)
    {
        double largest = 0;
        foreach (double worth in row)
        {
            largest = Math.Max(largest, Math.Abs(worth / step));
        }

        // Negated, so that what is no number does not fit.
        shift = LargestShift;
        while (shift >= 0 && !(Math.Round(Math.ScaleB(largest, shift)) <= LargestEntry))
        {
            shift--;
        }

        for (int channel = 0; channel < row.Length && shift >= 0; channel++)
        {
            entries[channel] = (int)Math.Round(Math.ScaleB(row[channel] / step, shift));
        }

        return shift >= 0;
    }

    /// <summary>Whether a temperature can be a knot: whole hundredths of a degree, -100 to 200.</summary>
    internal static bool IsKnot(double celsius)
    {
        double hundredths = celsius * HundredthsPerDegree;
        return hundredths is >= -10_000 and <= 20_000 && Math.Abs(hundredths - Math.Round(hundredths)) < 1e-6;
    }

    private static string ProblemOf(SixAxisCertificate certificate, double forceStep, double torqueStep)
    {
        int knots = certificate.KnotsCelsius.Count;
        if (forceStep is not (> 0 and < double.PositiveInfinity) || torqueStep is not (> 0 and < double.PositiveInfinity))
        {
            return $"steps of {Shown(forceStep)} N and {Shown(torqueStep)} Nm: give finite numbers above 0";
        }

        if (certificate.Matrix.Count != Axes * Axes || FirstOutside(certificate.Matrix, -double.MaxValue, double.MaxValue) >= 0)
        {
            return $"the matrix has {certificate.Matrix.Count} numbers: give 36 finite ones, row by row";
        }

        if (knots == 0 || certificate.ZeroCounts.Count != Axes * knots || certificate.Gains.Count != Axes * knots)
        {
            return $"{knots} temperatures, {certificate.ZeroCounts.Count} zeros, {certificate.Gains.Count} gains: give at least one temperature, and six zeros and six gains to each";
        }

        int knot = FirstBadKnot(certificate.KnotsCelsius);
        if (knot >= 0)
        {
            return $"temperature {Shown(certificate.KnotsCelsius[knot])}: give whole hundredths of a degree from -100 to 200, rising";
        }

        int zero = FirstOutside(certificate.ZeroCounts, -LargestZero, LargestZero);
        int gain = FirstOutside(certificate.Gains, 1 / UnitGain, 2 - (1 / UnitGain));
        return zero >= 0 ? $"zero {Shown(certificate.ZeroCounts[zero])}: give counts of 24 bits, -8388608 to 8388608"
            : gain >= 0 ? $"gain {Shown(certificate.Gains[gain])}: give a number above 0 and below 2; what is more belongs into the matrix"
            : string.Empty;
    }

    private static int FirstBadKnot(IReadOnlyList<double> knots)
    {
        for (int index = 0; index < knots.Count; index++)
        {
            if (!IsKnot(knots[index]) || (index > 0 && knots[index] <= knots[index - 1]))
            {
                return index;
            }
        }

        return -1;
    }

    // Negated, so that a number that is none counts as outside.
    private static int FirstOutside(IReadOnlyList<double> values, double lowest, double highest)
    {
        for (int index = 0; index < values.Count; index++)
        {
            if (!(values[index] >= lowest && values[index] <= highest))
            {
                return index;
            }
        }

        return -1;
    }

    private static string Shown(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
