namespace EdgeAI.Device.Drivers.Ads1115;

/// <summary>The full scale of the converter; the values are the codes of PGA (DS section 8.1.3). No input may exceed VDD + 0.3 V.</summary>
public enum Ads1115Gain : byte
{
    /// <summary>+-6.144 V, 187.5 uV a count.</summary>
    Volt6144 = 0,

    /// <summary>+-4.096 V, 125 uV a count: for sensors fed with 3.3 V.</summary>
    Volt4096 = 1,

    /// <summary>+-2.048 V, 62.5 uV a count.</summary>
    Volt2048 = 2,

    /// <summary>+-1.024 V, 31.25 uV a count.</summary>
    Volt1024 = 3,

    /// <summary>+-0.512 V, 15.625 uV a count.</summary>
    Volt0512 = 4,

    /// <summary>+-0.256 V, 7.8125 uV a count.</summary>
    Volt0256 = 5,
}
