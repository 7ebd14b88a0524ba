namespace EdgeAI.Device.Drivers.Ads1115;

/// <summary>
/// Registers and bits of the TI ADS1115. "DS" is TI, "ADS111x", SBAS444E (December 2024); its register map (section 8.1) was read, the
/// electrical characteristics (section 5.5) are cited from memory of it. Registers hold 16 bits, high byte first (DS section 7.5.1).
/// </summary>
public static class Ads1115Registers
{
    /// <summary>Address with ADDR to ground; VDD, SDA and SCL give the next three (DS section 7.5.1.1).</summary>
    public const byte LowestAddress = 0x48;

    /// <summary>Conversion register, two's complement (DS section 8.1.2).</summary>
    public const byte Conversion = 0x00;

    /// <summary>Config register (DS section 8.1.3).</summary>
    public const byte Config = 0x01;

    /// <summary>Lo_thresh, the comparator's low limit, 0x8000 after reset (DS section 8.1.4). With the comparator off it serves as a mark.</summary>
    public const byte LowThreshold = 0x02;

    /// <summary>Config bit 15, OS: written, starts a conversion; read, no conversion is going on (DS section 8.1.3).</summary>
    public const int Start = 0x8000;

    /// <summary>Config bits 14 to 12, MUX: 100 is AIN0 against ground, the next three AIN1 to AIN3 (DS section 8.1.3).</summary>
    public const int SingleEnded = 4;

    /// <summary>Where MUX begins.</summary>
    public const int MuxShift = 12;

    /// <summary>Where PGA begins (DS section 8.1.3, bits 11 to 9).</summary>
    public const int GainShift = 9;

    /// <summary>Config bit 8, MODE: single shot (DS section 8.1.3).</summary>
    public const int SingleShot = 0x0100;

    /// <summary>Where DR begins (DS section 8.1.3, bits 7 to 5).</summary>
    public const int RateShift = 5;

    /// <summary>Config bits 1 and 0, COMP_QUE = 11: comparator off, ALERT/RDY high (DS section 8.1.3).</summary>
    public const int ComparatorOff = 0x0003;

    /// <summary>Inputs against ground.</summary>
    public const int Inputs = 4;

    /// <summary>How much slower than its nominal rate a chip may be, in percent (DS section 5.5, data rate variation +-10 %).</summary>
    public const int SlowPercent = 10;

    /// <summary>Time to wake from power-down before a single shot, in nanoseconds: about 25 us, doubled (DS section 7.4.2.1).</summary>
    public const long WakeNanoseconds = 50000L;
}
