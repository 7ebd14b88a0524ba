using EdgeAI.Device.Messages;

namespace EdgeAI.Runtime.Quantities;

/// <summary>Where integers become floating point: on the robot, once.</summary>
public static class ScaleConversion
{
    private static readonly double[] PowersOfTen = [.. Enumerable.Range(0, 19).Select(static power => Math.Pow(10, power))];

    /// <summary>The SI value of one raw step. Dividing by an exact power of ten keeps 0.25 degC exactly 0.25.</summary>
    /// <param name="scale">A scale with an exponent from -18 to 18.</param>
    public static double StepOf(in Scale scale) => scale.Exponent < 0
        ? scale.Mantissa / PowersOfTen[-scale.Exponent]
        : scale.Mantissa * PowersOfTen[scale.Exponent];

    /// <summary>The SI value of a raw integer, rounded once: what has two decimals as an integer has them as a number.</summary>
    /// <param name="raw">The integer.</param>
    /// <param name="scale">A scale with an exponent from -18 to 18.</param>
    public static double ValueOf(int raw, in Scale scale) => scale.Exponent < 0
        ? (double)((long)raw * scale.Mantissa) / PowersOfTen[-scale.Exponent]
        : (double)((long)raw * scale.Mantissa) * PowersOfTen[scale.Exponent];
}
