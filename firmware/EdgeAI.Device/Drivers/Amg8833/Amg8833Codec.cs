namespace EdgeAI.Device.Drivers.Amg8833;

/// <summary>The two number formats of the AMG8833. Pure; the four unused top bits of the high byte are ignored.</summary>
public static class Amg8833Codec
{
    /// <summary>Decodes a pixel: 12-bit two's complement, one step 0.25 degC (spec. page 14).</summary>
    /// <returns>Quarters of a degree Celsius, -2048 to 2047.</returns>
    public static short DecodePixel(byte low, byte high)
    {
        int value = ((high & 0x0F) << 8) | low;
        return (short)((value & 0x800) != 0 ? value - 0x1000 : value);
    }

    /// <summary>Decodes the thermistor: bit 11 is the sign, bits 10 to 0 the magnitude, one step 0.0625 degC (spec. page 13).</summary>
    /// <returns>Sixteenths of a degree Celsius, -2047 to 2047.</returns>
    public static short DecodeThermistor(byte low, byte high)
    {
        int magnitude = ((high & 0x07) << 8) | low;
        return (short)((high & 0x08) != 0 ? -magnitude : magnitude);
    }
}
