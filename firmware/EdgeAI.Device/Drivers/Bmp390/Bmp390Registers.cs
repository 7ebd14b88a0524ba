namespace EdgeAI.Device.Drivers.Bmp390;

/// <summary>
/// Registers of the Bosch Sensortec BMP390. "DS" is BST-BMP390-DS002-07 (revision 1.7, March 2021). Numbers and bits were checked against
/// the maker's public BMP3 sensor API; section numbers are given from memory of the data sheet.
/// </summary>
public static class Bmp390Registers
{
    /// <summary>Address with SDO to ground; 0x77 with SDO to VDDIO (DS section 5.2).</summary>
    public const byte LowAddress = 0x76;

    /// <summary>CHIP_ID (DS section 4.3.1).</summary>
    public const byte ChipId = 0x00;

    /// <summary>What CHIP_ID holds; a BMP388 holds 0x50 (DS section 4.3.1).</summary>
    public const byte ChipIdValue = 0x60;

    /// <summary>ERR_REG: bit 0 fatal, bit 1 command, bit 2 configuration; STATUS follows (DS sections 4.3.3 and 4.3.4).</summary>
    public const byte Error = 0x02;

    /// <summary>Every error bit.</summary>
    public const byte AnyError = 0x07;

    /// <summary>STATUS bits 5 and 6: pressure and temperature are ready; cleared by reading them (DS section 4.3.4).</summary>
    public const byte DataReady = 0x60;

    /// <summary>Pressure, then temperature, three bytes each, low byte first; held still during a burst (DS section 3.10).</summary>
    public const byte Data = 0x04;

    /// <summary>Bytes of pressure and temperature.</summary>
    public const int DataBytes = 6;

    /// <summary>PWR_CTRL; OSR and ODR follow (DS sections 4.3.17 to 4.3.19).</summary>
    public const byte PowerControl = 0x1B;

    /// <summary>PWR_CTRL: pressure and temperature on, normal mode; 0x00 after reset (DS section 4.3.17).</summary>
    public const byte NormalMode = 0x33;

    /// <summary>OSR: oversampling of pressure in bits 2 to 0, of temperature in bits 5 to 3, as powers of two (DS section 4.3.18).</summary>
    public const byte Oversampling = 0x1C;

    /// <summary>ODR: 200 measurements a second, halved by each step (DS section 4.3.19).</summary>
    public const byte DataRate = 0x1D;

    /// <summary>CONFIG: coefficient of the filter in bits 3 to 1 (DS section 4.3.20).</summary>
    public const byte Config = 0x1F;

    /// <summary>Bytes from PWR_CTRL to CONFIG.</summary>
    public const int SettingBytes = Config - PowerControl + 1;

    /// <summary>A CRC-8 over the trimming coefficients, one byte before them (in the maker's self-test, not in the data sheet).</summary>
    public const byte TrimmingCrc = 0x30;

    /// <summary>The trimming coefficients, NVM_PAR_T1 to NVM_PAR_P11 (DS section 3.11.1, table 24).</summary>
    public const int TrimmingBytes = 21;

    /// <summary>CMD (DS section 4.3.21).</summary>
    public const byte Command = 0x7E;

    /// <summary>CMD: soft reset; everything as after power-on (DS section 4.3.21).</summary>
    public const byte SoftReset = 0xB6;

    /// <summary>Time after a reset until the chip answers with its trimming loaded, in nanoseconds: 2 ms (DS table 2, start-up time), doubled.</summary>
    public const long ResetNanoseconds = 4000000L;

    /// <summary>Lowest pressure, in hundredths of a pascal: 300 hPa (DS table 2, operating pressure range).</summary>
    public const int LowestPressure = 3000000;

    /// <summary>Highest pressure, in hundredths of a pascal: 1250 hPa (DS table 2, operating pressure range).</summary>
    public const int HighestPressure = 12500000;

    /// <summary>Lowest temperature, in hundredths of a degree Celsius (DS table 2, operating temperature range).</summary>
    public const int LowestTemperature = -4000;

    /// <summary>Highest temperature, in hundredths of a degree Celsius (DS table 2, operating temperature range).</summary>
    public const int HighestTemperature = 8500;
}
