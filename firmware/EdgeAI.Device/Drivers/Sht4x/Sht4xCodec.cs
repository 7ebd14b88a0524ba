namespace EdgeAI.Device.Drivers.Sht4x;

/// <summary>Checksum and conversions of the SHT4x. Integers only; pure.</summary>
public static class Sht4xCodec
{
    /// <summary>
    /// Computes the checksum of two bytes: CRC-8, polynomial x^8 + x^5 + x^4 + 1 (0x31), start 0xFF, nothing reflected, nothing added (DS "Checksum
    /// calculation", whose example is 0x92 for 0xBEEF).
    /// </summary>
    public static byte Checksum(byte high, byte low)
    {
        return Shift((byte)(Shift((byte)(0xFF ^ high)) ^ low));
    }

    /// <summary>Decodes a word if its checksum is right.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="at">Where the word's high byte stands; low byte and checksum follow.</param>
    /// <param name="word">0 to 65535; 0 unless the checksum is right.</param>
    public static bool TryDecodeWord(byte[] bytes, int at, out int word)
    {
        bool right = Checksum(bytes[at], bytes[at + 1]) == bytes[at + 2];
        word = right ? (bytes[at] << 8) | bytes[at + 1] : 0;
        return right;
    }

    /// <summary>Converts to hundredths of a degree Celsius, rounded: -45 + 175 * word / 65535 (DS "Conversion of signal output").</summary>
    public static int Temperature(int word)
    {
        return (17500 * word + 32767) / 65535 - 4500;
    }

    /// <summary>
    /// Converts to hundredths of a percent, rounded and cropped to 0 to 10000: -6 + 125 * word / 65535 (DS "Conversion of signal output", which says
    /// why the formula may leave that range).
    /// </summary>
    public static int Humidity(int word)
    {
        int humidity = (12500 * word + 32767) / 65535 - 600;
        return humidity < 0 ? 0 : humidity > 10000 ? 10000 : humidity;
    }

    private static byte Shift(byte crc)
    {
        int value = crc;
        for (int bit = 0; bit < 8; bit++)
        {
            value = (value & 0x80) != 0 ? (value << 1) ^ 0x31 : value << 1;
        }

        return (byte)value;
    }
}
