namespace EdgeAI.Device.Drivers.Mlx90393;

/// <summary>
/// Commands, status bits and tables of the Melexis MLX90393. "DS" is Melexis, "MLX90393 Triaxis magnetic node", datasheet 3901090393. The
/// status byte and the command format (DS section 8) were read in its text; register places and the sensitivity table (DS table 17) were
/// checked against a public driver, and the conversion time formula against the data sheet's table 18 as that driver holds it.
/// </summary>
public static class Mlx90393Registers
{
    /// <summary>The lowest address of the usual ordering code, A1 and A0 low; four in a row (DS section 8, I2C).</summary>
    public const byte LowestAddress = 0x0C;

    /// <summary>SM: start a single measurement; the low nibble says of what (DS section 8.1).</summary>
    public const byte StartSingle = 0x30;

    /// <summary>RM: read the measurement; the low nibble as in <see cref="StartSingle"/> (DS section 8.1).</summary>
    public const byte ReadMeasurement = 0x40;

    /// <summary>RR: read a register of the volatile memory (DS section 8.1).</summary>
    public const byte ReadRegister = 0x50;

    /// <summary>WR: write a register of the volatile memory (DS section 8.1).</summary>
    public const byte WriteRegister = 0x60;

    /// <summary>EX: leave any mode (DS section 8.1).</summary>
    public const byte Exit = 0x80;

    /// <summary>The nibble for z, y and x without temperature: «zyxt» (DS section 8.1).</summary>
    public const byte Axes = 0x0E;

    /// <summary>Status bit 5, SM_MODE: a single measurement goes on (DS section 8.2).</summary>
    public const int SingleMode = 0x20;

    /// <summary>Status bit 4, ERROR: the command was rejected, memory has an uncorrectable error, or nothing was ready to read (DS section 8.2).</summary>
    public const int Error = 0x10;

    /// <summary>Status bit 2, RS: the chip has been reset (DS section 8.2).</summary>
    public const int Reset = 0x04;

    /// <summary>Register 0x00: GAIN_SEL in bits 6 to 4, HALLCONF in bits 3 to 0.</summary>
    public const int GainRegister = 0x00;

    /// <summary>GAIN_SEL and HALLCONF.</summary>
    public const int GainMask = 0x007F;

    /// <summary>HALLCONF = 0xC, which the sensitivity table holds for.</summary>
    public const int HallConfiguration = 0x0C;

    /// <summary>Register 0x01: TCMP_EN in bit 10.</summary>
    public const int ModeRegister = 0x01;

    /// <summary>TCMP_EN: temperature compensation; off, since it changes what a count of 18 and 19 bits means.</summary>
    public const int TemperatureCompensation = 0x0400;

    /// <summary>Register 0x02: RES_Z, RES_Y, RES_X in bits 10 to 5, DIG_FILT in bits 4 to 2, OSR in bits 1 and 0.</summary>
    public const int FilterRegister = 0x02;

    /// <summary>Resolutions, filter and oversampling.</summary>
    public const int FilterMask = 0x07FF;

    /// <summary>Register 0x07, WOXY_THRESHOLD: only the wake-on-change mode uses it, so it serves as a mark.</summary>
    public const int MarkRegister = 0x07;

    /// <summary>Time that the chip takes to leave a mode, in nanoseconds: 1 ms, doubled.</summary>
    public const long ExitNanoseconds = 2000000L;

    /// <summary>Sensitivity of x and y in nanotesla a count, by gain (0 to 7) and resolution (0 to 3), for HALLCONF 0xC (DS table 17).</summary>
    private static readonly short[] SensitivityXY =
    {
        751, 1502, 3004, 6009,
        601, 1202, 2403, 4840,
        451, 901, 1803, 3605,
        376, 751, 1502, 3004,
        300, 601, 1202, 2403,
        250, 501, 1001, 2003,
        200, 401, 801, 1602,
        150, 300, 601, 1202,
    };

    /// <summary>Sensitivity of z in nanotesla a count, as <see cref="SensitivityXY"/>.</summary>
    private static readonly short[] SensitivityZ =
    {
        1210, 2420, 4840, 9680,
        968, 1936, 3872, 7744,
        726, 1452, 2904, 5808,
        605, 1210, 2420, 4840,
        484, 968, 1936, 3872,
        403, 807, 1613, 3227,
        323, 645, 1291, 2581,
        242, 484, 968, 1936,
    };

    /// <summary>Nanotesla that a count of x or y is worth.</summary>
    /// <param name="gain">GAIN_SEL, 0 to 7; 7 has the finest steps.</param>
    /// <param name="resolution">RES, 0 to 3.</param>
    public static int NanoteslaXY(int gain, int resolution)
    {
        return SensitivityXY[4 * gain + resolution];
    }

    /// <summary>Nanotesla that a count of z is worth.</summary>
    /// <param name="gain">GAIN_SEL, 0 to 7.</param>
    /// <param name="resolution">RES, 0 to 3.</param>
    public static int NanoteslaZ(int gain, int resolution)
    {
        return SensitivityZ[4 * gain + resolution];
    }

    /// <summary>
    /// How long a measurement of three axes takes, in nanoseconds: 67 us + 64 us * 2^OSR * (2 + 2^DIG_FILT) for each, and 0.5 ms around them; a
    /// quarter more for the chip's own oscillator.
    /// </summary>
    /// <param name="filter">DIG_FILT, 0 to 7.</param>
    /// <param name="oversampling">OSR, 0 to 3.</param>
    public static long MeasurementNanoseconds(int filter, int oversampling)
    {
        long microseconds = 3 * (67L + (64L << oversampling) * (2 + (1 << filter))) + 500;
        return microseconds * 1250;
    }
}
