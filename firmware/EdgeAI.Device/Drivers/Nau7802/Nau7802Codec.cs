namespace EdgeAI.Device.Drivers.Nau7802;

/// <summary>The number format of the NAU7802. Pure.</summary>
public static class Nau7802Codec
{
    /// <summary>Decodes a conversion: 24-bit two's complement, most significant byte first (DS section 11, REG0x12 to REG0x14).</summary>
    /// <returns>Counts, -8388608 to 8388607.</returns>
    public static int DecodeCount(byte b2, byte b1, byte b0)
    {
        int value = (b2 << 16) | (b1 << 8) | b0;
        return (value & 0x800000) != 0 ? value - 0x1000000 : value;
    }
}
