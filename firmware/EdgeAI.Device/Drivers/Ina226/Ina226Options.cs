namespace EdgeAI.Device.Drivers.Ina226;

/// <summary>How an INA226 is wired and set up. The defaults fit the 0.1 ohm shunt of common breakout boards: +-0.8 A.</summary>
public sealed class Ina226Options
{
    /// <summary>The shunt's resistance in microohm, more than 0.</summary>
    public int ShuntMicroohms = 100000;

    /// <summary>One step of the current register in microampere, more than 0; +-32767 of them are the current range.</summary>
    public int CurrentStepMicroamperes = 25;

    /// <summary>Conversions that make one reading.</summary>
    public Ina226Averages Averages = Ina226Averages.Four;

    /// <summary>Time of one conversion of the shunt voltage, and of one of the bus voltage.</summary>
    public Ina226ConversionTime ConversionTime = Ina226ConversionTime.Microseconds588;

    /// <summary>The shunt voltage above which the chip pulls its ALERT pin, in steps of 2.5 uV; 0 for no alert.</summary>
    public short AlertShuntSteps;
}
