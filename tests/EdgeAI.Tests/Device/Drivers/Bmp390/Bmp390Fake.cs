using EdgeAI.Device.Bus;
using EdgeAI.Device.Drivers.Bmp390;
using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;

namespace EdgeAI.Tests.Device.Drivers.Bmp390;

/// <summary>The registers of a BMP390 as far as its data sheet describes what the driver touches; measures by a clock.</summary>
public sealed class Bmp390Fake : RegisterChip, IChipUnderTest
{
    /// <summary>A set of coefficients of the size that chips have.</summary>
    public static readonly byte[] Trimming = Bytes(27909, 18878, -7, -318, -1590, 35, 0, 24999, 30181, -13, -10, 16351, 30, -60);

    private readonly IClock _clock;
    private readonly Bmp390Formula _formula = new(Trimming);
    private long _measured;
    private bool _ready;

    public Bmp390Fake(IClock clock, byte address)
        : base(address)
    {
        _clock = clock;
        PowerCycle();
    }

    public II2cBus Bus => this;

    /// <summary>The pressure in the world, in pascal.</summary>
    public double Pascal { get; set; } = 100_000;

    /// <summary>Raw temperature; this one is 24 degC.</summary>
    public int RawTemperature { get; set; } = 8_510_000;

    /// <summary>The bits of ERR_REG.</summary>
    public byte Error { get; set; }

    /// <summary>Whether measurements never come.</summary>
    public bool Dead { get; set; }

    /// <summary>The register of the oversampling.</summary>
    public byte Oversampling => Registers[Bmp390Registers.Oversampling];

    private long Interval => 5_000_000L << Registers[Bmp390Registers.DataRate];

    public void PowerCycle()
    {
        Array.Clear(Registers);
        Registers[Bmp390Registers.ChipId] = Bmp390Registers.ChipIdValue;
        Registers[Bmp390Registers.Oversampling] = 0x02;
        Registers[Bmp390Registers.TrimmingCrc] = Bmp390Compensation.Crc(Trimming, 0);
        Trimming.CopyTo(Registers, Bmp390Registers.TrimmingCrc + 1);
        _ready = false;
    }

    public void Present(int variant) => Pascal = 100_000 + (variant * 700);

    public bool Shows(Message reading, int variant) => Math.Abs((((FluidPressure)reading).Value / 100.0) - (100_000 + (variant * 700))) < 0.1;

    /// <summary>Changes a register behind the driver's back.</summary>
    public void Disturb(int register, byte value) => Registers[register] = value;

    protected override void OnWrite(byte register, byte value)
    {
        if (register == Bmp390Registers.Command && value == Bmp390Registers.SoftReset)
        {
            PowerCycle();
        }
        else
        {
            Registers[register] = value;
            _measured = _clock.Nanoseconds / Interval;
        }
    }

    protected override byte OnRead(byte register)
    {
        Measure();
        switch (register)
        {
            case Bmp390Registers.Error:
                return Error;
            case Bmp390Registers.Error + 1:
                return (byte)(0x10 | (_ready ? 0x60 : 0));
            case >= Bmp390Registers.Data and < Bmp390Registers.Data + 6:
                _ready &= register != Bmp390Registers.Data;
                return Registers[register];
            default:
                return Registers[register];
        }
    }

    private static byte[] Bytes(int t1, int t2, int t3, int p1, int p2, int p3, int p4, int p5, int p6, int p7, int p8, int p9, int p10, int p11) =>
        [
            (byte)t1, (byte)(t1 >> 8), (byte)t2, (byte)(t2 >> 8), (byte)t3, (byte)p1, (byte)(p1 >> 8), (byte)p2, (byte)(p2 >> 8), (byte)p3, (byte)p4,
            (byte)p5, (byte)(p5 >> 8), (byte)p6, (byte)(p6 >> 8), (byte)p7, (byte)p8, (byte)p9, (byte)(p9 >> 8), (byte)p10, (byte)p11,
        ];

    private void Measure()
    {
        long now = _clock.Nanoseconds / Interval;
        if (Registers[Bmp390Registers.PowerControl] != Bmp390Registers.NormalMode || Dead || now == _measured)
        {
            return;
        }

        _measured = now;
        _ready = true;
        int pressure = _formula.RawFor(Pascal, _formula.Temperature(RawTemperature));
        for (int i = 0; i < 3; i++)
        {
            Registers[Bmp390Registers.Data + i] = (byte)(pressure >> (8 * i));
            Registers[Bmp390Registers.Data + 3 + i] = (byte)(RawTemperature >> (8 * i));
        }
    }
}
