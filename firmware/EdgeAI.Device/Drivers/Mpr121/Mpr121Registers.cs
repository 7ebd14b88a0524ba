namespace EdgeAI.Device.Drivers.Mpr121;

/// <summary>
/// Registers and values of the NXP MPR121. "DS" is the data sheet MPR121 Rev. 4 (02/2013), section 5 "Register
/// descriptions" with its register map; "AN3944" is NXP's quick start guide, "AN3889" the one on auto-configuration.
/// </summary>
public static class Mpr121Registers
{
    /// <summary>Address with ADDR to VSS; 0x5B, 0x5C and 0x5D with ADDR to VDD, SDA and SCL (DS section 4, "Serial communication").</summary>
    public const byte LowestAddress = 0x5A;

    /// <summary>Touch status, two bytes: electrodes 0 to 7, then 8 to 11 (DS section 5, 0x00 and 0x01).</summary>
    public const byte TouchStatus = 0x00;

    /// <summary>Bit 7 of 0x01, OVCF: too much current at REXT; the chip has stopped (DS section 5).</summary>
    public const byte OverCurrent = 0x80;

    /// <summary>Bit 4 of 0x01, ELEPROX touched (DS section 5).</summary>
    public const byte ProximityTouched = 0x10;

    /// <summary>Out-of-range status, two bytes: electrodes 0 to 7, then 8 to 11 (DS section 5.12, 0x02 and 0x03).</summary>
    public const byte OutOfRange = 0x02;

    /// <summary>Bit 7 of 0x03, ACFF: auto-configuration failed (DS section 5.12).</summary>
    public const byte AutoConfigurationFailed = 0x80;

    /// <summary>Bit 6 of 0x03, ARFF: auto-reconfiguration failed (DS section 5.12).</summary>
    public const byte AutoReconfigurationFailed = 0x40;

    /// <summary>Filtered data of electrode 0, low byte; two bytes per electrode, 10 bits (DS section 5, 0x04 to 0x1D).</summary>
    public const byte FilteredData = 0x04;

    /// <summary>Baseline of electrode 0; one byte per electrode, the upper eight of ten bits (DS section 5, 0x1E to 0x2A).</summary>
    public const byte Baseline = 0x1E;

    /// <summary>MHDR, first of the baseline filter's registers (DS section 5, 0x2B to 0x40).</summary>
    public const byte BaselineFilter = 0x2B;

    /// <summary>E0TTH; touch and release threshold in turn for each electrode (DS section 5, 0x41 to 0x5A).</summary>
    public const byte Thresholds = 0x41;

    /// <summary>Debounce of touch and release (DS section 5, 0x5B).</summary>
    public const byte Debounce = 0x5B;

    /// <summary>Filter and global charge current: FFI in bits 7 and 6, CDC in bits 5 to 0 (DS section 5, 0x5C).</summary>
    public const byte Configuration1 = 0x5C;

    /// <summary>Filter and global charge time: CDT in bits 7 to 5, SFI in 4 and 3, ESI in 2 to 0 (DS section 5, 0x5D).</summary>
    public const byte Configuration2 = 0x5D;

    /// <summary>ECR: CL in bits 7 and 6, ELEPROX_EN in 5 and 4, ELE_EN in 3 to 0; all zero is stop mode (DS section 5, 0x5E).</summary>
    public const byte ElectrodeConfiguration = 0x5E;

    /// <summary>Auto-configuration control 0: FFI, RETRY, BVA, ARE, ACE (DS section 5, 0x7B).</summary>
    public const byte AutoConfiguration0 = 0x7B;

    /// <summary>USL, upper side limit; LSL and TL follow at 0x7E and 0x7F (DS section 5, 0x7D to 0x7F).</summary>
    public const byte UpperSideLimit = 0x7D;

    /// <summary>LSL, lower side limit (DS section 5, 0x7E).</summary>
    public const byte LowerSideLimit = 0x7E;

    /// <summary>TL, target level (DS section 5, 0x7F).</summary>
    public const byte TargetLevel = 0x7F;

    /// <summary>Soft reset: writing <see cref="SoftResetKey"/> brings back every default (DS section 5, 0x80).</summary>
    public const byte SoftReset = 0x80;

    /// <summary>What is written to <see cref="SoftReset"/> (DS section 5, 0x80).</summary>
    public const byte SoftResetKey = 0x63;

    /// <summary>Default of 0x5C: first filter 6 samples, 16 uA (DS, register map, initial values).</summary>
    public const byte Configuration1Default = 0x10;

    /// <summary>Default of 0x5D: 0.5 us, 4 samples, 16 ms (DS, register map, initial values).</summary>
    public const byte Configuration2Default = 0x24;

    /// <summary>Electrodes that the chip has, ELEPROX aside (DS, "Features").</summary>
    public const int Electrodes = 12;

    /// <summary>Highest value of the 10-bit converter (DS section 5).</summary>
    public const int FullScale = 1023;
}
