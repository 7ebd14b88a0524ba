using EdgeAI.SimulatedBoard.Chips;

namespace EdgeAI.SimulatedBoard.Scenes;

/// <summary>
/// Six strain-gauge bridges on one body, each of which feels every axis a little: what a six-axis sensor is before it is decoupled. The
/// numbers are its certificate: whoever reads the bridges may know them.
/// </summary>
/// <param name="load">What the body carries.</param>
public sealed class WristBridges(WristLoad load)
{
    /// <summary>Bridges, and axes.</summary>
    public const int Count = 6;

    // Millivolts per volt for one newton (Fx, Fy, Fz) or one newton-metre (Tx, Ty, Tz), a row to a bridge. 20 N and 1 Nm at one
    // millivolt per volt, crosstalk of some percent.
    private static readonly double[] Sensitivity =
    [
        0.0500, 0.0010, -0.0015, 0.020, 0.045, -0.010,
        -0.0012, 0.0480, 0.0009, -0.050, 0.015, 0.008,
        0.0018, -0.0007, 0.0520, 0.011, -0.025, 0.012,
        0.0004, 0.0021, -0.0006, 1.050, 0.018, -0.021,
        -0.0019, 0.0003, 0.0011, -0.015, 0.980, 0.030,
        0.0008, -0.0013, 0.0002, 0.025, -0.012, 1.010,
    ];

    private static readonly double[] Zero = [0.04, -0.02, 0.07, -0.05, 0.03, 0.01];

    /// <summary>The bridge of a number.</summary>
    /// <param name="number">0 to 5.</param>
    public IBridgeInput Bridge(int number)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(number, Count);
        return new WristBridge(this, number);
    }

    /// <summary>What one bridge gives, in millivolts per volt.</summary>
    /// <param name="nanoseconds">Nanoseconds since the scene's start.</param>
    /// <param name="number">0 to 5.</param>
    public double MillivoltsPerVolt(long nanoseconds, int number)
    {
        double sum = Zero[number];
        for (int axis = 0; axis < Count; axis++)
        {
            sum += Sensitivity[(number * Count) + axis] * load.Wrench(nanoseconds, axis);
        }

        return sum;
    }

    /// <summary>The counts of a NAU7802 that each bridge gives without a load (data sheet rev. 1.7, section 7.2: 2^23 is half the excitation).</summary>
    /// <param name="gain">The amplifier's gain, 1 to 128.</param>
    public static double[] ZeroCounts(int gain) => [.. Zero.Select(value => value * CountsPerMillivoltPerVolt(gain))];

    /// <summary>The decoupling matrix: newtons or newton-metres for one count of a NAU7802, a row to an axis, a column to a bridge.</summary>
    /// <param name="gain">The amplifier's gain, 1 to 128.</param>
    public static double[] DecouplingMatrix(int gain)
    {
        double[] inverse = Inverse(Sensitivity);
        for (int index = 0; index < inverse.Length; index++)
        {
            inverse[index] /= CountsPerMillivoltPerVolt(gain);
        }

        return inverse;
    }

    private static double CountsPerMillivoltPerVolt(int gain) => 1e-3 * gain / 0.5 * (1 << 23);

    // Gauss and Jordan without exchange of rows: the diagonal is far larger than the rest once a bridge's row is scaled to it.
    private static double[] Inverse(double[] matrix)
    {
        double[] left = (double[])matrix.Clone();
        double[] right = new double[matrix.Length];
        for (int pivot = 0; pivot < Count; pivot++)
        {
            right[(pivot * Count) + pivot] = 1;
        }

        for (int pivot = 0; pivot < Count; pivot++)
        {
            double scale = 1 / left[(pivot * Count) + pivot];
            for (int column = 0; column < Count; column++)
            {
                left[(pivot * Count) + column] *= scale;
                right[(pivot * Count) + column] *= scale;
            }

            for (int row = 0; row < Count; row++)
            {
                double factor = row == pivot ? 0 : left[(row * Count) + pivot];
                for (int column = 0; column < Count; column++)
                {
                    left[(row * Count) + column] -= factor * left[(pivot * Count) + column];
                    right[(row * Count) + column] -= factor * right[(pivot * Count) + column];
                }
            }
        }

        return right;
    }
}
