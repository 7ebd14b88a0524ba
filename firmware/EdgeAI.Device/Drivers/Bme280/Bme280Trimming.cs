namespace EdgeAI.Device.Drivers.Bme280;

/// <summary>
/// The trimming parameters of one BME280 (DS table 16) and the compensation that they are for (DS section 4.2.3): 32-bit integers for
/// temperature and humidity, 64-bit for pressure. Pure; allocates nothing after construction.
/// </summary>
public sealed class Bme280Trimming
{
    /// <summary>Bytes from 0x88 on.</summary>
    public const int FirstBytes = 26;

    /// <summary>Bytes from 0xE1 on.</summary>
    public const int SecondBytes = 7;

    /// <summary>The highest humidity that is given, 100 % in Q22.10 before its last 12 bits are dropped (DS section 4.2.3).</summary>
    private const int FullHumidity = 419430400;

    private int _t1;
    private int _t2;
    private int _t3;
    private int _p1;
    private int _p2;
    private int _p3;
    private int _p4;
    private int _p5;
    private int _p6;
    private int _p7;
    private int _p8;
    private int _p9;
    private int _h1;
    private int _h2;
    private int _h3;
    private int _h4;
    private int _h5;
    private int _h6;

    /// <summary>Takes over the parameters of a chip.</summary>
    /// <param name="first">The bytes 0x88 to 0xA1.</param>
    /// <param name="second">The bytes 0xE1 to 0xE7.</param>
    /// <returns>False if a parameter that is never zero in a chip is zero: then the bytes are no trimming.</returns>
    public bool TryLoad(byte[] first, byte[] second)
    {
        _t1 = Unsigned(first, 0);
        _t2 = Signed(first, 2);
        _t3 = Signed(first, 4);
        _p1 = Unsigned(first, 6);
        _p2 = Signed(first, 8);
        _p3 = Signed(first, 10);
        _p4 = Signed(first, 12);
        _p5 = Signed(first, 14);
        _p6 = Signed(first, 16);
        _p7 = Signed(first, 18);
        _p8 = Signed(first, 20);
        _p9 = Signed(first, 22);
        _h1 = first[25];
        _h2 = Signed(second, 0);
        _h3 = second[2];

        // Twelve bits each, sharing the byte 0xE5; the sign is in the full byte.
        _h4 = ((sbyte)second[3] * 16) + (second[4] & 0x0F);
        _h5 = ((sbyte)second[5] * 16) + (second[4] >> 4);
        _h6 = (sbyte)second[6];
        return _t1 != 0 && _t2 != 0 && _p1 != 0 && _h2 != 0;
    }

    /// <summary>Computes the fine temperature, which the other two need: 5120 steps to a degree Celsius.</summary>
    /// <param name="raw">The converter's 20 bits.</param>
    public int FineTemperature(int raw)
    {
        int linear = (((raw >> 3) - (_t1 << 1)) * _t2) >> 11;
        int distance = (raw >> 4) - _t1;
        int square = (((distance * distance) >> 12) * _t3) >> 14;
        return linear + square;
    }

    /// <summary>Computes the temperature in hundredths of a degree Celsius.</summary>
    public static int Temperature(int fine)
    {
        return ((fine * 5) + 128) >> 8;
    }

    /// <summary>Computes the pressure in 1/256 pascal; 0 if the trimming makes none.</summary>
    /// <param name="raw">The converter's 20 bits.</param>
    /// <param name="fine">The fine temperature.</param>
    public long Pressure(int raw, int fine)
    {
        long t = (long)fine - 128000;
        long offset = (t * t * _p6) + ((t * _p5) << 17) + ((long)_p4 << 35);
        long sensitivity = ((t * t * _p3) >> 8) + ((t * _p2) << 12);
        sensitivity = (((1L << 47) + sensitivity) * _p1) >> 33;
        if (sensitivity == 0)
        {
            return 0;
        }

        long p = ((((1048576L - raw) << 31) - offset) * 3125) / sensitivity;
        long square = (_p9 * (p >> 13) * (p >> 13)) >> 25;
        long linear = (_p8 * p) >> 19;
        return ((p + square + linear) >> 8) + ((long)_p7 << 4);
    }

    /// <summary>Computes the relative humidity in 1/1024 percent, 0 to 102400.</summary>
    /// <param name="raw">The converter's 16 bits.</param>
    /// <param name="fine">The fine temperature.</param>
    public int Humidity(int raw, int fine)
    {
        int t = fine - 76800;
        int left = ((raw << 14) - (_h4 << 20) - (_h5 * t) + 16384) >> 15;
        int slope = (((((t * _h6) >> 10) * (((t * _h3) >> 11) + 32768)) >> 10) + 2097152) * _h2;
        int humidity = left * ((slope + 8192) >> 14);
        humidity -= ((((humidity >> 15) * (humidity >> 15)) >> 7) * _h1) >> 4;
        humidity = humidity < 0 ? 0 : humidity > FullHumidity ? FullHumidity : humidity;
        return humidity >> 12;
    }

    private static int Unsigned(byte[] bytes, int at)
    {
        return (bytes[at + 1] << 8) | bytes[at];
    }

    private static int Signed(byte[] bytes, int at)
    {
        return (short)((bytes[at + 1] << 8) | bytes[at]);
    }
}
