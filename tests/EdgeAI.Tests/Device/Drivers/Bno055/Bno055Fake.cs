using EdgeAI.Device.Bus;
using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;

namespace EdgeAI.Tests.Device.Drivers.Bno055;

/// <summary>The registers of a BNO055 as far as its data sheet describes what the driver touches.</summary>
public sealed class Bno055Fake : RegisterChip, IChipUnderTest, II2cBus
{
    private readonly IClock _clock;
    private long _modeFrom;
    private long _silentUntil;

    public Bno055Fake(IClock clock)
        : base(0x28)
    {
        _clock = clock;
        PowerCycle();
    }

    public II2cBus Bus => this;

    /// <summary>Resets that were asked for.</summary>
    public int Resets { get; private set; }

    /// <summary>Whether SYS_STATUS stays 0, as with firmware 3.11.</summary>
    public bool StatusStuckIdle { get; set; }

    /// <summary>Whether the fusion never runs.</summary>
    public bool NeverFuses { get; set; }

    public byte this[byte register]
    {
        get => Registers[register];
        set => Registers[register] = value;
    }

    public void PowerCycle()
    {
        byte[] world = Registers[0x08..0x34];
        Array.Clear(Registers);
        world.CopyTo(Registers, 0x08);
        new byte[] { 0xA0, 0xFB, 0x32, 0x0F }.CopyTo(Registers, 0);
        Registers[0x34] = 25;
        Registers[0x35] = 0x30;
        Registers[0x36] = 0x0F;
        Registers[0x3B] = 0x80;
        _modeFrom = long.MaxValue;
    }

    public void Set(byte register, params short[] values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            Registers[register + (2 * i)] = (byte)values[i];
            Registers[register + (2 * i) + 1] = (byte)(values[i] >> 8);
        }
    }

    public void Present(int variant)
    {
        Set(0x08, (short)(variant * 11), (short)(-variant * 7), 981);
        Set(0x14, (short)(variant * 901), 5, (short)-variant);
        Set(0x20, Quaternion(variant));
    }

    public bool Shows(Message reading, int variant)
    {
        var imu = (Imu)reading;
        short[] q = Quaternion(variant);
        return imu.Orientation.SequenceEqual([q[1], q[2], q[3], q[0]])
            && imu.LinearAcceleration.SequenceEqual([variant * 11, -variant * 7, 981])
            && imu.AngularVelocity.SequenceEqual([variant * 901, 5, -variant]);
    }

    BusStatus II2cBus.WriteRead(byte address, byte[] data, int writeCount, byte[] buffer, int readCount) =>
        _clock.Nanoseconds < _silentUntil ? BusStatus.AddressNotAcknowledged : WriteRead(address, data, writeCount, buffer, readCount);

    BusStatus II2cBus.Write(byte address, byte[] data, int count) =>
        _clock.Nanoseconds < _silentUntil ? BusStatus.AddressNotAcknowledged : Write(address, data, count);

    protected override void OnWrite(byte register, byte value)
    {
        if (register == 0x3F && (value & 0x20) != 0)
        {
            Resets++;
            PowerCycle();
            _silentUntil = _clock.Nanoseconds + 600_000_000;
            return;
        }

        if (register == 0x3D && value != Registers[0x3D])
        {
            _modeFrom = _clock.Nanoseconds + (value == 0 ? 19_000_000 : 7_000_000);
        }

        // Settings are taken in the configuration mode only (DS section 3.3).
        if (register is 0x3D or 0x07 || Registers[0x3D] == 0)
        {
            Registers[register] = value;
        }
    }

    protected override byte OnRead(byte register)
    {
        bool fuses = Registers[0x3D] >= 0x08 && _clock.Nanoseconds >= _modeFrom && !NeverFuses;
        return register switch
        {
            0x39 when Registers[0x39] == 0 => (byte)(fuses && !StatusStuckIdle ? 5 : 0),
            >= 0x20 and < 0x28 when !fuses => 0,
            _ => Registers[register],
        };
    }

    private static short[] Quaternion(int variant)
    {
        double half = variant * 0.15;
        return [(short)Math.Round(16384 * Math.Cos(half)), 0, (short)Math.Round(16384 * Math.Sin(half) * 0.6), (short)Math.Round(16384 * Math.Sin(half) * 0.8)];
    }
}
