using EdgeAI.Device.Messages;
using EdgeAI.Runtime.Quantities;

namespace EdgeAI.Runtime.Estimation;

/// <summary>Raw readings along three axes as numbers in SI units, and back.</summary>
internal static class ReadingVector
{
    /// <summary>The reading in SI units.</summary>
    public static Vector Of(int[] raw, in Scale scale)
    {
        double step = ScaleConversion.StepOf(scale);
        return new Vector(raw[0] * step, raw[1] * step, raw[2] * step);
    }

    /// <summary>The reading in steps of a scale, to the nearest, at the ends of the range where it lies beyond.</summary>
    public static void Put(Vector vector, in Scale scale, int[] raw)
    {
        double step = ScaleConversion.StepOf(scale);
        raw[0] = Steps(vector.X / step);
        raw[1] = Steps(vector.Y / step);
        raw[2] = Steps(vector.Z / step);
    }

    /// <summary>A number as steps.</summary>
    public static int Steps(double value) => (int)Math.Clamp(Math.Round(value, MidpointRounding.AwayFromZero), int.MinValue, int.MaxValue);

    /// <summary>Whether a scale is of a unit and can be computed with.</summary>
    public static bool Fits(in Scale scale, Unit unit) => scale.Unit == unit && scale.Mantissa > 0 && scale.Exponent is >= -18 and <= 18;
}
