namespace EdgeAI.Device.Messages;

/// <summary>
/// What one raw step is worth: value = raw * Mantissa * 10^Exponent, in <see cref="Unit"/>.
/// Exact for datasheet scales (0.25 degC is 25 * 10^-2), integer on the board, floating point only on the robot.
/// </summary>
public struct Scale
{
    /// <summary>The decimal mantissa; never zero in a valid message.</summary>
    public int Mantissa;

    /// <summary>The power of ten, -18 to 18.</summary>
    public sbyte Exponent;

    /// <summary>The unit of the scaled value.</summary>
    public Unit Unit;

    /// <summary>Makes a scale.</summary>
    public Scale(int mantissa, sbyte exponent, Unit unit)
    {
        Mantissa = mantissa;
        Exponent = exponent;
        Unit = unit;
    }
}
