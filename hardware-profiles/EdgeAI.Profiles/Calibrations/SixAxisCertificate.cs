namespace EdgeAI.Profiles.Calibrations;

/// <summary>
/// What the maker's certificate of a six-axis force/torque sensor says, in its own units: with x = (count - zero) * gain, both per
/// channel and straight between temperatures, an axis is the sum over channels of its row of the matrix times x.
/// </summary>
/// <param name="Matrix">36 numbers, row by row: a row is an axis (Fx, Fy, Fz in newtons a count, Tx, Ty, Tz in newton-metres a count), a column a channel.</param>
/// <param name="KnotsCelsius">At least one temperature, in degrees Celsius, rising, in whole hundredths, -100 to 200; one holds at any temperature.</param>
/// <param name="ZeroCounts">Six to each temperature: the count without a load, -8,388,608 to 8,388,608.</param>
/// <param name="Gains">Six to each temperature: the sensitivity's correction, above 0 and below 2; 1 leaves a channel as it is.</param>
public sealed record SixAxisCertificate(
    IReadOnlyList<double> Matrix,
    IReadOnlyList<double> KnotsCelsius,
    IReadOnlyList<double> ZeroCounts,
    IReadOnlyList<double> Gains)
{
    /// <summary>Makes a certificate that does not speak of temperature.</summary>
    /// <param name="matrix">36 numbers, row by row, as in <see cref="Matrix"/>.</param>
    /// <param name="zeroCounts">Six counts without a load.</param>
    public static SixAxisCertificate AtAnyTemperature(IReadOnlyList<double> matrix, IReadOnlyList<double> zeroCounts) =>
        new(matrix, [25], zeroCounts, [1, 1, 1, 1, 1, 1]);
}
