using EdgeAI.Device.Bus;
using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;

namespace EdgeAI.Tests.Device.Drivers.Bme280;

/// <summary>
/// The registers of a BME280 as far as its data sheet describes what the driver touches, and the data sheet's double-precision
/// compensation (DS section 8.1) to say what they mean.
/// </summary>
public sealed class Bme280Fake : RegisterChip, IChipUnderTest
{
    private readonly IClock _clock;
    private long _updatingUntil;

    public Bme280Fake(IClock clock)
        : base(0x76)
    {
        _clock = clock;
        PowerCycle();
        Present(0);
    }

    public II2cBus Bus => this;

    /// <summary>Trimming: T1 to T3, P1 to P9 as in the BMP280's worked example (BST-BMP280-DS001 section 3.12); H1 to H6 of a usual chip.</summary>
    public static int[] Trimming { get; } =
        [27504, 26435, -1000, 36477, -10685, 3024, 2855, 140, -7, 15500, -14600, 6000, 75, 367, 0, 301, 50, 30];

    public int RawPressure { get; set; }

    public int RawTemperature { get; set; }

    public int RawHumidity { get; set; }

    /// <summary>Whether the copy of the trimming bytes never ends.</summary>
    public bool UpdateHangs { get; set; }

    /// <summary>Bursts of data that were read.</summary>
    public int Bursts { get; private set; }

    public byte this[byte register]
    {
        get => Registers[register];
        set => Registers[register] = value;
    }

    public static (byte[] First, byte[] Second) TrimmingBytes()
    {
        byte[] first = new byte[26];
        for (int i = 0; i < 12; i++)
        {
            first[2 * i] = (byte)Trimming[i];
            first[(2 * i) + 1] = (byte)(Trimming[i] >> 8);
        }

        first[25] = (byte)Trimming[12];
        int h4 = Trimming[15];
        int h5 = Trimming[16];
        byte[] second =
            [(byte)Trimming[13], (byte)(Trimming[13] >> 8), (byte)Trimming[14], (byte)(h4 >> 4), (byte)((h4 & 15) | ((h5 & 15) << 4)), (byte)(h5 >> 4), (byte)Trimming[17]];
        return (first, second);
    }

    public static double FineOf(int raw)
    {
        double x = (raw / 16384.0) - (Trimming[0] / 1024.0);
        double y = (raw / 131072.0) - (Trimming[0] / 8192.0);
        return (x * Trimming[1]) + (y * y * Trimming[2]);
    }

    public static double PressureOf(int raw, double fine)
    {
        double v1 = (fine / 2) - 64000;
        double v2 = ((v1 * v1 * Trimming[8] / 32768) + (v1 * Trimming[7] * 2)) / 4;
        v2 += Trimming[6] * 65536.0;
        v1 = ((Trimming[5] * v1 * v1 / 524288) + (Trimming[4] * v1)) / 524288;
        v1 = (1 + (v1 / 32768)) * Trimming[3];
        double p = (1048576.0 - raw - (v2 / 4096)) * 6250 / v1;
        return p + (((Trimming[11] * p * p / 2147483648.0) + (p * Trimming[10] / 32768) + Trimming[9]) / 16);
    }

    public static double HumidityOf(int raw, double fine)
    {
        double t = fine - 76800;
        double h = (raw - ((Trimming[15] * 64.0) + (Trimming[16] / 16384.0 * t)))
            * (Trimming[13] / 65536.0 * (1 + (Trimming[17] / 67108864.0 * t * (1 + (Trimming[14] / 67108864.0 * t)))));
        return Math.Clamp(h * (1 - (Trimming[12] * h / 524288)), 0, 100);
    }

    public void PowerCycle()
    {
        Array.Clear(Registers);
        (byte[] first, byte[] second) = TrimmingBytes();
        first.CopyTo(Registers, 0x88);
        second.CopyTo(Registers, 0xE1);
        Registers[0xD0] = 0x60;
        _updatingUntil = _clock.Nanoseconds + 1_000_000;
    }

    public void Present(int variant)
    {
        RawTemperature = 519_888 + (variant * 4_000);
        RawPressure = 415_148 - (variant * 3_000);
        RawHumidity = 27_000 + (variant * 700);
    }

    public bool Shows(Message reading, int variant)
    {
        double fine = FineOf(519_888 + (variant * 4_000));
        int value = ((ScalarMessage)reading).Value;
        return reading switch
        {
            Temperature => Math.Abs(value - (fine / 51.2)) < 1,
            FluidPressure => Math.Abs(value - (256 * PressureOf(415_148 - (variant * 3_000), fine))) < 128,
            _ => Math.Abs(value - (1024 * HumidityOf(27_000 + (variant * 700), fine))) < 50,
        };
    }

    protected override void OnWrite(byte register, byte value)
    {
        if (register == 0xE0 && value == 0xB6)
        {
            PowerCycle();
        }
        else if (register is 0xF2 or 0xF4 or 0xF5)
        {
            Registers[register] = value;
        }
    }

    protected override byte OnRead(byte register)
    {
        if (register == 0xF3)
        {
            return (byte)(UpdateHangs || _clock.Nanoseconds < _updatingUntil ? 1 : 0);
        }

        if (register is < 0xF7 or 0xFF)
        {
            return Registers[register];
        }

        Bursts += register == 0xF7 ? 1 : 0;
        bool measured = (Registers[0xF4] & 3) == 3;
        int pressure = measured ? RawPressure : 0x80000;
        int temperature = measured ? RawTemperature : 0x80000;
        int humidity = measured ? RawHumidity : 0x8000;
        return (byte)(register switch
        {
            0xF7 => pressure >> 12,
            0xF8 => pressure >> 4,
            0xF9 => pressure << 4,
            0xFA => temperature >> 12,
            0xFB => temperature >> 4,
            0xFC => temperature << 4,
            0xFD => humidity >> 8,
            _ => humidity,
        });
    }
}
