namespace EdgeAI.SimulatedBoard.Chips;

/// <summary>
/// The trimming values that a BME280 is delivered with, and the physical values that its codes stand for: the data sheet's own
/// formulas in double precision (BST-BME280-DS002-15, section 8.1). T1 is dig_T1 and so on (section 4.2.2, table 16).
/// </summary>
public sealed record Bme280FactoryTrimming(
    ushort T1, short T2, short T3,
    ushort P1, short P2, short P3, short P4, short P5, short P6, short P7, short P8, short P9,
    byte H1, short H2, byte H3, short H4, short H5, sbyte H6)
{
    private const int PressureCodes = 1 << 20;
    private const int HumidityCodes = 1 << 16;

    /// <summary>
    /// Temperature and pressure as in the worked example of the BMP280's data sheet (BST-BMP280-DS001-23, section 3.12), which has
    /// the same formulas; humidity as read from a part.
    /// </summary>
    public static Bme280FactoryTrimming Example { get; } = new(
        27504, 26435, -1000,
        36477, -10685, 3024, 2855, 140, -7, 15500, -14600, 6000,
        75, 362, 0, 313, 50, 30);

    /// <summary>The fine temperature of a code, in units of 1/5120 degC.</summary>
    public double FineTemperature(int code)
    {
        double first = ((code / 16384.0) - (T1 / 1024.0)) * T2;
        double second = (code / 131072.0) - (T1 / 8192.0);
        return first + (second * second * T3);
    }

    /// <summary>The pressure of a code, in pascals.</summary>
    public double Pascals(int code, double fine)
    {
        double x = (fine / 2) - 64000;
        double offset = (x * x * P6 / 32768) + (x * P5 * 2);
        offset = (offset / 4) + (P4 * 65536.0);
        double sensitivity = ((P3 * x * x / 524288) + (P2 * x)) / 524288;
        sensitivity = (1 + (sensitivity / 32768)) * P1;
        double pressure = (1048576.0 - code - (offset / 4096)) * 6250 / sensitivity;
        return pressure + (((P9 * pressure * pressure / 2147483648.0) + (pressure * P8 / 32768) + P7) / 16);
    }

    /// <summary>The relative humidity of a code, in percent, not yet limited to 0 to 100.</summary>
    public double RelativeHumidity(int code, double fine)
    {
        double x = fine - 76800;
        double scale = H2 / 65536.0 * (1 + (H6 / 67108864.0 * x * (1 + (H3 / 67108864.0 * x))));
        double humidity = (code - ((H4 * 64.0) + (H5 / 16384.0 * x))) * scale;
        return humidity * (1 - (H1 * humidity / 524288));
    }

    /// <summary>The code that a temperature gives, in degrees Celsius; the formula rises with the code.</summary>
    public int TemperatureCode(double celsius)
    {
        int low = 0;
        int high = PressureCodes - 1;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = FineTemperature(middle) / 5120 < celsius ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    /// <summary>The code that a pressure gives, in pascals; the formula falls with the code.</summary>
    public int PressureCode(double pascals, double fine)
    {
        int low = 0;
        int high = PressureCodes - 1;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = Pascals(middle, fine) > pascals ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    /// <summary>The code that a relative humidity gives, in percent; the formula rises with the code.</summary>
    public int HumidityCode(double percent, double fine)
    {
        int low = 0;
        int high = HumidityCodes - 1;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = RelativeHumidity(middle, fine) < percent ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    /// <summary>Lays the values out as the chip's memory has them (section 4.2.2, table 16).</summary>
    /// <param name="memory">All 256 registers.</param>
    internal void WriteTo(Span<byte> memory)
    {
        int register = 0x88;
        foreach (int word in (ReadOnlySpan<int>)[T1, T2, T3, P1, P2, P3, P4, P5, P6, P7, P8, P9])
        {
            memory[register++] = (byte)word;
            memory[register++] = (byte)(word >> 8);
        }

        memory[0xA1] = H1;
        memory[0xE1] = (byte)H2;
        memory[0xE2] = (byte)(H2 >> 8);
        memory[0xE3] = H3;
        memory[0xE4] = (byte)(H4 >> 4);
        memory[0xE5] = (byte)((H4 & 0xF) | (H5 << 4));
        memory[0xE6] = (byte)(H5 >> 4);
        memory[0xE7] = (byte)H6;
    }
}
