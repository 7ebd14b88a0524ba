using EdgeAI.Device.Bus;
using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;

namespace EdgeAI.Tests.Device.Drivers.Lsm6dso;

/// <summary>The registers of an LSM6DSO as far as its data sheet describes what the driver touches.</summary>
public sealed class Lsm6dsoFake : RegisterChip, IChipUnderTest
{
    private readonly IClock _clock;
    private long _startedAt;
    private long _taken;
    private long _resetEnds;

    public Lsm6dsoFake(IClock clock)
        : base(0x6A)
    {
        _clock = clock;
        PowerCycle();
    }

    public II2cBus Bus => this;

    /// <summary>Gyroscope x, y, z, then accelerometer x, y, z.</summary>
    public short[] Axes { get; } = new short[6];

    /// <summary>Temperature, 256 steps to a degree, 0 at 25 degC.</summary>
    public short Temperature { get; set; } = 512;

    /// <summary>Whether sampling has stopped.</summary>
    public bool Stopped { get; set; }

    /// <summary>How many further bursts a sample lands in.</summary>
    public int Overtake { get; set; }

    /// <summary>Whether the reset never ends.</summary>
    public bool ResetHangs { get; set; }

    public byte this[byte register]
    {
        get => Registers[register];
        set => Registers[register] = value;
    }

    public void PowerCycle()
    {
        Array.Clear(Registers);
        Registers[0x0F] = 0x6C;
        Registers[0x12] = 0x04;
        _taken = 0;
    }

    public void Present(int variant)
    {
        for (int i = 0; i < 6; i++)
        {
            Axes[i] = Axis(variant, i);
        }
    }

    public bool Shows(Message reading, int variant)
    {
        var imu = (Imu)reading;
        return Enumerable.Range(0, 3).All(i => imu.AngularVelocity[i] == Axis(variant, i) && imu.LinearAcceleration[i] == Axis(variant, i + 3));
    }

    protected override void OnWrite(byte register, byte value)
    {
        if (register == 0x12 && (value & 0x01) != 0)
        {
            PowerCycle();
            _resetEnds = _clock.Nanoseconds + 50_000;
            return;
        }

        if (register == 0x10 && Registers[0x10] == 0)
        {
            _startedAt = _clock.Nanoseconds;
            _taken = 0;
        }

        Registers[register] = value;
    }

    protected override byte OnRead(byte register)
    {
        switch (register)
        {
            case 0x12:
                return (byte)(Registers[0x12] | (ResetHangs || _clock.Nanoseconds < _resetEnds ? 1 : 0));
            case 0x1E:
                return (byte)(Samples() > _taken ? 0x07 : 0);
            case 0x20:
                return (byte)Temperature;
            case 0x21:
                return (byte)(Temperature >> 8);
            case >= 0x22 and <= 0x2D:
                Overtake -= register == 0x2D ? 1 : 0;
                _taken = register == 0x2D && Overtake >= 0 ? _taken - 1 : Samples();
                short value = Axes[(register - 0x22) / 2];
                return (byte)((register & 1) == 0 ? value : value >> 8);
            default:
                return Registers[register];
        }
    }

    private static short Axis(int variant, int axis) => (short)((variant * 3001) - 14_000 + (axis * 997));

    private long Samples() => Registers[0x10] == 0 ? 0 : Stopped ? _taken : (_clock.Nanoseconds - _startedAt) / (80_000_000L >> ((Registers[0x10] >> 4) - 1));
}
