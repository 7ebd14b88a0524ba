namespace EdgeAI.Device.Drivers.SixAxis;

/// <summary>What a six-axis sensor demands of its channels.</summary>
public sealed class SixAxisOptions
{
    /// <summary>The most nanoseconds between the stamps of the first and the last channel of one wrench.</summary>
    public long StampSpreadNanoseconds = 15000000L;

    /// <summary>How long channels may stay out of step, or miss altogether, before that is a fault.</summary>
    public long PatienceNanoseconds = 1000000000L;

    /// <summary>From one reading of the temperature to the next.</summary>
    public long TemperaturePeriodNanoseconds = 1000000000L;

    /// <summary>The oldest temperature that a wrench is compensated with, where newer readings fail.</summary>
    public long TemperatureAgeNanoseconds = 10000000000L;

    /// <summary>The largest plausible force in steps, either way along any axis; 0 for no limit.</summary>
    public int LargestForce;

    /// <summary>The largest plausible torque in steps, either way about any axis; 0 for no limit.</summary>
    public int LargestTorque;
}
