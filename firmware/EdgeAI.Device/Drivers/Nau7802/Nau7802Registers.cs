namespace EdgeAI.Device.Drivers.Nau7802;

/// <summary>
/// Registers and bits of the Nuvoton NAU7802. "DS" is the data sheet NAU7802 revision 1.7 (January 2012); its section 11
/// "Device register map details" describes each register under its number (REG0x00 and so on).
/// </summary>
public static class Nau7802Registers
{
    /// <summary>The chip's only address (DS section 8, 2-wire interface: 0101010).</summary>
    public const byte Address = 0x2A;

    /// <summary>PU_CTRL (DS section 11, REG0x00).</summary>
    public const byte PowerUpControl = 0x00;

    /// <summary>PU_CTRL bit 0, RR: register reset (DS section 11, REG0x00).</summary>
    public const byte RegisterReset = 0x01;

    /// <summary>PU_CTRL bit 1, PUD: power up the digital circuit (DS section 11, REG0x00).</summary>
    public const byte PowerUpDigital = 0x02;

    /// <summary>PU_CTRL bit 2, PUA: power up the analogue circuit (DS section 11, REG0x00).</summary>
    public const byte PowerUpAnalogue = 0x04;

    /// <summary>PU_CTRL bit 3, PUR: power up ready, read only (DS section 11, REG0x00).</summary>
    public const byte PowerUpReady = 0x08;

    /// <summary>PU_CTRL bit 4, CS: cycle start; no conversion takes place without it (DS section 9.1, step 5).</summary>
    public const byte CycleStart = 0x10;

    /// <summary>PU_CTRL bit 5, CR: cycle ready, a conversion waits to be read; read only (DS section 11, REG0x00).</summary>
    public const byte CycleReady = 0x20;

    /// <summary>PU_CTRL bit 7, AVDDS: AVDD comes from the internal LDO (DS section 11, REG0x00).</summary>
    public const byte InternalLdo = 0x80;

    /// <summary>CTRL1: VLDO in bits 5 to 3, GAINS in bits 2 to 0 (DS section 11, REG0x01).</summary>
    public const byte Control1 = 0x01;

    /// <summary>CTRL2: CHS, CRS in bits 6 to 4, CAL_ERR, CALS, CALMOD (DS section 11, REG0x02).</summary>
    public const byte Control2 = 0x02;

    /// <summary>CTRL2 bit 2, CALS: starts a calibration, falls when it is done (DS section 11, REG0x02).</summary>
    public const byte CalibrationStart = 0x04;

    /// <summary>CTRL2 bit 3, CAL_ERR: the calibration failed (DS section 8.6.3; section 11, REG0x02).</summary>
    public const byte CalibrationError = 0x08;

    /// <summary>CTRL2 bits 7 to 4: channel and conversion rate (DS section 11, REG0x02).</summary>
    public const byte ChannelAndRate = 0xF0;

    /// <summary>ADCO_B2, the conversion's most significant byte; B1 and B0 follow (DS section 11, REG0x12 to REG0x14).</summary>
    public const byte ConversionResult = 0x12;

    /// <summary>ADC registers, REG_CHPS in bits 5 and 4 (DS section 11, REG0x15).</summary>
    public const byte AdcControl = 0x15;

    /// <summary>REG_CHPS = 11: chopper clock off, as the power-on sequence asks for (DS section 9.1, step 4).</summary>
    public const byte ChopperOff = 0x30;

    /// <summary>Power control (DS section 11, REG0x1C).</summary>
    public const byte PowerControl = 0x1C;

    /// <summary>PGA_CAP_EN, bit 7: a 330 pF capacitor between the pins of channel 2 filters the PGA's output (DS section 9.4, application circuit).</summary>
    public const byte PgaCapacitor = 0x80;

    /// <summary>Device revision code (DS section 11, REG0x1F).</summary>
    public const byte Revision = 0x1F;

    /// <summary>The low nibble of the revision register in every NAU7802 (DS section 11, REG0x1F).</summary>
    public const byte RevisionCode = 0x0F;
}
