namespace EdgeAI.SimulatedBoard.Chips;

/// <summary>
/// Four force-sensing resistors, each from the supply to an input with a fixed resistor from there to ground. A resistor of this
/// kind conducts in proportion to force (Interlink, "FSR 400 Series Integration Guide", 94-00004, "Force vs. conductance"), so
/// the force follows from the ratio alone: F = U / (Us - U) / (R * G), R the fixed resistor and G the conductance per newton.
/// </summary>
/// <param name="field">What presses.</param>
/// <param name="firstSensor">The number of the sensor at input 0; the others follow.</param>
public sealed class FsrDividers(IForceField field, int firstSensor) : IVoltageInputs
{
    /// <summary>The supply above the divider: 3.3 V.</summary>
    public const double SupplyVolts = 3.3;

    /// <summary>The resistor to ground: 10 kOhm.</summary>
    public const double FixedOhms = 10_000;

    /// <summary>Conductance per newton: 1/10 kOhm at 1 N, 1/1 kOhm at 10 N, the guide's order of magnitude.</summary>
    public const double SiemensPerNewton = 1e-4;

    /// <inheritdoc/>
    public double Volts(long nanoseconds, int input)
    {
        double ratio = FixedOhms * SiemensPerNewton * field.Newton(nanoseconds, firstSensor + input);
        return SupplyVolts * ratio / (1 + ratio);
    }

    /// <summary>The force that a voltage at an input tells, in newton.</summary>
    /// <param name="volts">From 0 to below <see cref="SupplyVolts"/>.</param>
    public static double NewtonAt(double volts) => volts / (SupplyVolts - volts) / (FixedOhms * SiemensPerNewton);
}
