using EdgeAI.Device.Messages;
using EdgeAI.Runtime.Quantities;

namespace EdgeAI.Perception.Stages;

/// <summary>What a stage needs to know of a reading's scale before it trusts it.</summary>
internal static class ReadingScale
{
    private const int LargestExponent = 18;

    /// <summary>Whether values are a converter's own counts, one per step: what the models were trained on.</summary>
    public static bool IsRawCount(in Scale scale) => scale.Unit == Unit.Count && scale.Mantissa == 1 && scale.Exponent == 0;

    /// <summary>The size of one step in a unit; false where the reading is in another unit or its scale is none.</summary>
    public static bool TryStep(in Scale scale, Unit unit, out double step)
    {
        bool isValid = scale.Unit == unit && scale.Mantissa > 0 && scale.Exponent is >= -LargestExponent and <= LargestExponent;
        step = isValid ? ScaleConversion.StepOf(scale) : 0;
        return isValid;
    }
}
