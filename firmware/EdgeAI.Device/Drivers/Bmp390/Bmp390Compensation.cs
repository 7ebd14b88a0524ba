namespace EdgeAI.Device.Drivers.Bmp390;

/// <summary>
/// The BMP390's compensation (DS sections 8.4 to 8.6) in 64-bit integers, so that a board without floating point gives pascal.
/// </summary>
/// <remarks>
/// The data sheet gives polynomials with coefficients that are integers times powers of two. Here each polynomial is
/// evaluated by Horner's scheme in fixed point; the number after a name tells how many binary places it has. Every intermediate stays below
/// 2^62 for whatever the 24-bit counts and the coefficients are, once the temperature is within -40 to 85 degC, which is checked first. Against
/// the data sheet's formulas in double precision the result is off by less than one hundredth of a pascal, besides rounding.
/// </remarks>
public sealed class Bmp390Compensation
{
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
    private int _p10;
    private int _p11;
    private long _t16;
    private int _temperature;
    private int _pressure;

    /// <summary>The latest temperature, in hundredths of a degree Celsius.</summary>
    public int TemperatureHundredths
    {
        get { return _temperature; }
    }

    /// <summary>The latest pressure, in hundredths of a pascal.</summary>
    public int PressureHundredths
    {
        get { return _pressure; }
    }

    /// <summary>The CRC-8 that the chip holds over its coefficients: polynomial 0x1D, all ones at first, inverted at last.</summary>
    /// <param name="bytes">Holds the coefficients.</param>
    /// <param name="offset">Where they begin.</param>
    public static byte Crc(byte[] bytes, int offset)
    {
        int crc = 0xFF;
        for (int at = 0; at < Bmp390Registers.TrimmingBytes; at++)
        {
            crc ^= bytes[offset + at];
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc & 0x80) != 0 ? ((crc << 1) ^ 0x1D) & 0xFF : crc << 1;
            }
        }

        return (byte)(crc ^ 0xFF);
    }

    /// <summary>Takes over the trimming coefficients (DS section 3.11.1, table 24).</summary>
    /// <param name="bytes">Holds the 21 bytes of registers 0x31 to 0x45.</param>
    /// <param name="offset">Where they begin.</param>
    public void Load(byte[] bytes, int offset)
    {
        _t1 = Unsigned16(bytes, offset);
        _t2 = Unsigned16(bytes, offset + 2);
        _t3 = (sbyte)bytes[offset + 4];
        _p1 = (short)Unsigned16(bytes, offset + 5) - 16384;
        _p2 = (short)Unsigned16(bytes, offset + 7) - 16384;
        _p3 = (sbyte)bytes[offset + 9];
        _p4 = (sbyte)bytes[offset + 10];
        _p5 = Unsigned16(bytes, offset + 11);
        _p6 = Unsigned16(bytes, offset + 13);
        _p7 = (sbyte)bytes[offset + 15];
        _p8 = (sbyte)bytes[offset + 16];
        _p9 = (short)Unsigned16(bytes, offset + 17);
        _p10 = (sbyte)bytes[offset + 19];
        _p11 = (sbyte)bytes[offset + 20];
    }

    /// <summary>Compensates one measurement.</summary>
    /// <param name="rawPressure">24 bits.</param>
    /// <param name="rawTemperature">24 bits.</param>
    /// <returns>
    /// False if the temperature is outside -40 to 85 degC or the pressure outside 0 to 20 bar: no measurement, or another chip's
    /// coefficients. The latest values then stay.
    /// </returns>
    public bool TryCompensate(int rawPressure, int rawTemperature)
    {
        // PAR_T1 = NVM * 2^8, PAR_T2 = NVM / 2^30, PAR_T3 = NVM / 2^48.
        long delta = rawTemperature - 256L * _t1;
        long t16 = (delta * _t2 * 262144L + delta * delta * _t3) >> 32;
        long hundredths = (t16 * 100L + 32768L) >> 16;
        if (hundredths < Bmp390Registers.LowestTemperature || hundredths > Bmp390Registers.HighestTemperature)
        {
            return false;
        }

        _t16 = t16;
        long pascal39 = Offset39() + (Slope40() * rawPressure >> 1) + (Curve45(rawPressure) * rawPressure >> 6);

        // 20 bar keeps the product below within 63 bits, and is beyond what the chip survives.
        if (pascal39 < 0 || pascal39 > 2000000L << 39)
        {
            return false;
        }

        _temperature = (int)hundredths;
        _pressure = (int)(((pascal39 >> 19) * 100L + 524288L) >> 20);
        return true;
    }

    private static int Unsigned16(byte[] bytes, int at)
    {
        return bytes[at] | (bytes[at + 1] << 8);
    }

    /// <summary>PAR_P5 * 8 + PAR_P6 / 2^6 * t + PAR_P7 / 2^8 * t^2 + PAR_P8 / 2^15 * t^3.</summary>
    private long Offset39()
    {
        long quadratic31 = _p8 * _t16 + ((long)_p7 << 23);
        long linear47 = quadratic31 * _t16 + ((long)_p6 << 41);
        return (linear47 >> 24) * _t16 + ((long)_p5 << 42);
    }

    /// <summary>(PAR_P1 - 2^14) / 2^20 + (PAR_P2 - 2^14) / 2^29 * t + PAR_P3 / 2^32 * t^2 + PAR_P4 / 2^37 * t^3.</summary>
    private long Slope40()
    {
        long quadratic53 = _p4 * _t16 + ((long)_p3 << 21);
        long linear69 = quadratic53 * _t16 + ((long)_p2 << 40);
        long slope61 = (linear69 >> 24) * _t16 + ((long)_p1 << 41);
        return slope61 >> 21;
    }

    /// <summary>(PAR_P9 / 2^48 + PAR_P10 / 2^48 * t + PAR_P11 / 2^65 * raw) * raw.</summary>
    private long Curve45(int raw)
    {
        long curve65 = ((long)_p9 << 17) + 2L * _p10 * _t16 + (long)_p11 * raw;
        return curve65 * raw >> 20;
    }
}
