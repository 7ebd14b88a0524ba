namespace EdgeAI.Device.Drivers.Bme280;

/// <summary>Pause between two measurements; the values are those of t_sb (DS table 27).</summary>
public enum Bme280Standby : byte
{
    /// <summary>0.5 ms: the chip warms itself.</summary>
    Microseconds500 = 0,

    /// <summary>62.5 ms.</summary>
    Microseconds62500 = 1,

    /// <summary>125 ms.</summary>
    Milliseconds125 = 2,

    /// <summary>250 ms.</summary>
    Milliseconds250 = 3,

    /// <summary>500 ms.</summary>
    Milliseconds500 = 4,

    /// <summary>1 s.</summary>
    Milliseconds1000 = 5,
}
