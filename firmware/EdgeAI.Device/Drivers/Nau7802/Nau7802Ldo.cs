namespace EdgeAI.Device.Drivers.Nau7802;

/// <summary>Voltage of the internal regulator that feeds the bridge; the values are those of VLDO (DS section 11, REG0x01).</summary>
public enum Nau7802Ldo : byte
{
    /// <summary>4.5 V.</summary>
    Millivolts4500 = 0,

    /// <summary>4.2 V.</summary>
    Millivolts4200 = 1,

    /// <summary>3.9 V.</summary>
    Millivolts3900 = 2,

    /// <summary>3.6 V.</summary>
    Millivolts3600 = 3,

    /// <summary>3.3 V.</summary>
    Millivolts3300 = 4,

    /// <summary>3.0 V.</summary>
    Millivolts3000 = 5,

    /// <summary>2.7 V.</summary>
    Millivolts2700 = 6,

    /// <summary>2.4 V.</summary>
    Millivolts2400 = 7,
}
