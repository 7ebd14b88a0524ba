namespace EdgeAI.SimulatedBoard.Scenes;

/// <summary>
/// The calibration sheet of the simulated grip-force bridge, as its maker would deliver it: whoever reads the bridge may know
/// these numbers; whoever simulates it uses them to turn newtons into millivolts per volt.
/// </summary>
public static class BridgeCalibration
{
    /// <summary>The force at which the bridge gives its rated output, in newton.</summary>
    public const double RatedForceNewton = 50;

    /// <summary>The bridge's output at rated force above its zero, in millivolts per volt of excitation.</summary>
    public const double RatedOutputMillivoltsPerVolt = 1.0;

    /// <summary>The bridge's output per newton, in millivolts per volt of excitation: 0.02.</summary>
    public const double MillivoltsPerVoltPerNewton = RatedOutputMillivoltsPerVolt / RatedForceNewton;

    /// <summary>The bridge's output without a force, in millivolts per volt: what a tare takes away.</summary>
    public const double ZeroMillivoltsPerVolt = 0.05;

    /// <summary>What the bridge gives under a force.</summary>
    /// <param name="newton">The force along its axis, in newton.</param>
    /// <returns>Millivolts per volt of excitation.</returns>
    public static double MillivoltsPerVolt(double newton) => ZeroMillivoltsPerVolt + (MillivoltsPerVoltPerNewton * newton);

    /// <summary>
    /// Counts of a NAU7802 per newton: full scale, 2^23 counts, stands at half the reference divided by the gain
    /// (NAU7802 data sheet rev. 1.7, section 7.2), and the reference is the excitation. At gain 128: 42,949.7.
    /// </summary>
    /// <param name="gain">The amplifier's gain, 1 to 128.</param>
    public static double CountsPerNewton(int gain) => MillivoltsPerVoltPerNewton * 1e-3 * gain / 0.5 * (1 << 23);
}
