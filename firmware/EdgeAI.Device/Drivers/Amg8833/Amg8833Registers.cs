namespace EdgeAI.Device.Drivers.Amg8833;

/// <summary>
/// Registers and values of the Panasonic Grid-EYE AMG8833. "Spec." is Panasonic, "Infrared Array Sensor Grid-EYE
/// (AMG88): reference specifications" (2016-02-05), section "Register", pages 9 to 14.
/// </summary>
public static class Amg8833Registers
{
    /// <summary>Address with AD_SELECT to ground (spec. page 11, "slave address": 1101000).</summary>
    public const byte LowAddress = 0x68;

    /// <summary>Address with AD_SELECT to VDD (spec. page 11, "slave address": 1101001).</summary>
    public const byte HighAddress = 0x69;

    /// <summary>PCTL, power control, read and write (spec., register 0x00).</summary>
    public const byte PowerControl = 0x00;

    /// <summary>RST, reset, write only (spec., register 0x01).</summary>
    public const byte Reset = 0x01;

    /// <summary>FPSC, frame rate, read and write (spec., register 0x02).</summary>
    public const byte FrameRate = 0x02;

    /// <summary>INTC, interrupt control, read and write (spec., register 0x03): bit 0 enables the INT pin.</summary>
    public const byte InterruptControl = 0x03;

    /// <summary>STAT, status, read only (spec., register 0x04).</summary>
    public const byte Status = 0x04;

    /// <summary>SCLR, status clear, write only (spec., register 0x05); same bit places as STAT.</summary>
    public const byte StatusClear = 0x05;

    /// <summary>INTHL, interrupt level upper limit, low byte, read and write (spec., register 0x08).</summary>
    public const byte UpperLimitLow = 0x08;

    /// <summary>INTHH, interrupt level upper limit, high byte (spec., register 0x09).</summary>
    public const byte UpperLimitHigh = 0x09;

    /// <summary>TTHL, thermistor low byte, read only; TTHH follows (spec., registers 0x0E and 0x0F).</summary>
    public const byte ThermistorLow = 0x0E;

    /// <summary>T01L, pixel 1 low byte; the 64 pixels take 128 registers up to 0xFF (spec., registers 0x80 to 0xFF).</summary>
    public const byte FirstPixelLow = 0x80;

    /// <summary>PCTL: normal mode (spec., register 0x00).</summary>
    public const byte NormalMode = 0x00;

    /// <summary>RST: initial reset, brings back every initial setting (spec., register 0x01).</summary>
    public const byte InitialReset = 0x3F;

    /// <summary>RST: flag reset, clears the status register and the interrupt table (spec., register 0x01).</summary>
    public const byte FlagReset = 0x30;

    /// <summary>STAT bit 2, OVF_IRS: a pixel's value overflowed (spec., register 0x04).</summary>
    public const byte PixelOverflow = 0x04;

    /// <summary>STAT bit 3, OVF_THS: the thermistor's value overflowed (spec., register 0x04, in its early editions only).</summary>
    public const byte ThermistorOverflow = 0x08;

    /// <summary>Columns and rows (spec., "Performance": number of pixels 64, vertical 8 by horizontal 8).</summary>
    public const int Side = 8;

    /// <summary>Lowest pixel value of the spec.'s code table, 0xF24 = -55 degC, in quarters (spec. page 14).</summary>
    public const int LowestPixel = -220;

    /// <summary>Highest pixel value of the spec.'s code table, 0x1F4 = +125 degC, in quarters (spec. page 14).</summary>
    public const int HighestPixel = 500;

    /// <summary>Lowest thermistor value, -20 degC in sixteenths (spec., "Thermistor": measuring range -20 to 80 degC).</summary>
    public const int LowestThermistor = -320;

    /// <summary>Highest thermistor value, 80 degC in sixteenths (spec., "Thermistor": measuring range -20 to 80 degC).</summary>
    public const int HighestThermistor = 1280;
}
