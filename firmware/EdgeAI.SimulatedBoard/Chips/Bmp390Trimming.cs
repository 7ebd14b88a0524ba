using System.Buffers.Binary;

namespace EdgeAI.SimulatedBoard.Chips;

/// <summary>
/// One BMP390's trimming coefficients, as stored and as the data sheet's section 8.4 scales them, and the compensation of
/// sections 8.5 and 8.6 run backwards: from what the world is to what the converter says. The numbers are of a made-up chip,
/// in the range of real ones; at 25 degC and 1,013.25 hPa one step of 24 bits is 0.017 Pa (table 2 tells 0.016 Pa).
/// </summary>
internal sealed class Bmp390Trimming
{
    /// <summary>Bytes stored, registers 0x31 to 0x45 (section 4.2, NVM_PAR_T1 to NVM_PAR_P11).</summary>
    public const int Size = 21;

    private const byte CrcPolynomial = 0x1D;

    private const double LargestCode = (1 << 24) - 1;
    private const int Iterations = 8;

    private readonly double _t1;
    private readonly double _t2;
    private readonly double _t3;
    private readonly double[] _p = new double[12];

    public Bmp390Trimming()
    {
        ushort t1 = 27_504;
        ushort t2 = 19_060;
        sbyte t3 = -7;
        short p1 = -900;
        short p2 = -2_700;
        sbyte p3 = 34;
        sbyte p4 = 0;
        ushort p5 = 24_000;
        ushort p6 = 29_000;
        sbyte p7 = -13;
        sbyte p8 = -10;
        short p9 = 16_000;
        sbyte p10 = 12;
        sbyte p11 = -60;

        Span<byte> stored = Stored;
        BinaryPrimitives.WriteUInt16LittleEndian(stored, t1);
        BinaryPrimitives.WriteUInt16LittleEndian(stored[2..], t2);
        stored[4] = (byte)t3;
        BinaryPrimitives.WriteInt16LittleEndian(stored[5..], p1);
        BinaryPrimitives.WriteInt16LittleEndian(stored[7..], p2);
        stored[9] = (byte)p3;
        stored[10] = (byte)p4;
        BinaryPrimitives.WriteUInt16LittleEndian(stored[11..], p5);
        BinaryPrimitives.WriteUInt16LittleEndian(stored[13..], p6);
        stored[15] = (byte)p7;
        stored[16] = (byte)p8;
        BinaryPrimitives.WriteInt16LittleEndian(stored[17..], p9);
        stored[19] = (byte)p10;
        stored[20] = (byte)p11;

        // Section 8.4, "Calibration coefficient".
        _t1 = t1 * Math.ScaleB(1, 8);
        _t2 = t2 * Math.ScaleB(1, -30);
        _t3 = t3 * Math.ScaleB(1, -48);
        _p[1] = (p1 - 16_384) * Math.ScaleB(1, -20);
        _p[2] = (p2 - 16_384) * Math.ScaleB(1, -29);
        _p[3] = p3 * Math.ScaleB(1, -32);
        _p[4] = p4 * Math.ScaleB(1, -37);
        _p[5] = p5 * Math.ScaleB(1, 3);
        _p[6] = p6 * Math.ScaleB(1, -6);
        _p[7] = p7 * Math.ScaleB(1, -8);
        _p[8] = p8 * Math.ScaleB(1, -15);
        _p[9] = p9 * Math.ScaleB(1, -48);
        _p[10] = p10 * Math.ScaleB(1, -48);
        _p[11] = p11 * Math.ScaleB(1, -65);
    }

    public byte[] Stored { get; } = new byte[Size];

    /// <summary>
    /// The checksum in register 0x30, which the data sheet passes over: CRC-8 with polynomial 0x1D, from 0xFF, inverted (the maker's
    /// public self-test checks it).
    /// </summary>
    public byte Checksum()
    {
        byte crc = 0xFF;
        foreach (byte value in Stored)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (byte)((crc << 1) ^ (crc >= 0x80 ? CrcPolynomial : 0));
            }
        }

        return (byte)~crc;
    }

    /// <summary>The code, not rounded, that section 8.5 turns into a temperature.</summary>
    public double TemperatureCode(double celsius)
    {
        // celsius = d * t2 + d^2 * t3, the square a small correction.
        double d = celsius / _t2;
        for (int iteration = 0; iteration < Iterations; iteration++)
        {
            d -= ((d * _t2) + (d * d * _t3) - celsius) / (_t2 + (2 * d * _t3));
        }

        return Math.Clamp(_t1 + d, 0, LargestCode);
    }

    /// <summary>The code, not rounded, that section 8.6 turns into a pressure.</summary>
    public double PressureCode(double pascal, double celsius)
    {
        double t = celsius;
        double constant = _p[5] + (t * (_p[6] + (t * (_p[7] + (t * _p[8])))));
        double linear = _p[1] + (t * (_p[2] + (t * (_p[3] + (t * _p[4])))));
        double square = _p[9] + (t * _p[10]);
        double cube = _p[11];
        double u = (pascal - constant) / linear;
        for (int iteration = 0; iteration < Iterations; iteration++)
        {
            double value = constant + (u * (linear + (u * (square + (u * cube)))));
            double slope = linear + (u * ((2 * square) + (3 * u * cube)));
            u -= (value - pascal) / slope;
        }

        return Math.Clamp(u, 0, LargestCode);
    }
}
