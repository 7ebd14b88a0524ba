using EdgeAI.Device.Bus;
using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;

namespace EdgeAI.Tests.Device.Drivers.Ina226;

/// <summary>The 16-bit registers of an INA226 as far as its data sheet describes what the driver touches.</summary>
public sealed class Ina226Fake : II2cBus, IChipUnderTest
{
    private static readonly int[] Microseconds = [140, 204, 332, 588, 1100, 2116, 4156, 8244];
    private static readonly int[] Averages = [1, 4, 16, 64, 128, 256, 512, 1024];

    private readonly IClock _clock;
    private readonly Dictionary<byte, ushort> _registers = [];
    private long _startedAt;
    private long _taken;

    public Ina226Fake(IClock clock)
    {
        _clock = clock;
        PowerCycle();
    }

    public II2cBus Bus => this;

    /// <summary>Shunt voltage in steps of 2.5 uV.</summary>
    public int Shunt { get; set; }

    /// <summary>Bus voltage in steps of 1.25 mV.</summary>
    public int BusSteps { get; set; } = 9584;

    /// <summary>Whether conversions have stopped.</summary>
    public bool Stopped { get; set; }

    /// <summary>How many further reads of the current are of the next average.</summary>
    public int Overtake { get; set; }

    public ushort this[byte register]
    {
        get => _registers[register];
        set => _registers[register] = value;
    }

    public void PowerCycle()
    {
        _registers.Clear();
        for (byte register = 0; register < 8; register++)
        {
            _registers[register] = 0;
        }

        _registers[0x00] = 0x4127;
        _registers[0xFE] = 0x5449;
        _registers[0xFF] = 0x2260;
        _startedAt = _clock.Nanoseconds;
        _taken = 0;
    }

    public void Present(int variant) => Shunt = ShuntOf(variant);

    public bool Shows(Message reading, int variant) => ((ElectricalState)reading).Current == ShuntOf(variant);

    public BusStatus Write(byte address, byte[] data, int count)
    {
        if (address != 0x40)
        {
            return BusStatus.AddressNotAcknowledged;
        }

        ushort value = (ushort)((data[1] << 8) | data[2]);
        if (data[0] == 0 && (value & 0x8000) != 0)
        {
            PowerCycle();
            return BusStatus.Ok;
        }

        if (data[0] == 0)
        {
            _startedAt = _clock.Nanoseconds;
            _taken = 0;
        }

        _registers[data[0]] = data[0] == 0x06 ? (ushort)(value & 0xFC03) : value;
        return BusStatus.Ok;
    }

    public BusStatus Read(byte address, byte[] buffer, int count) => BusStatus.Failed;

    public BusStatus WriteRead(byte address, byte[] data, int writeCount, byte[] buffer, int readCount)
    {
        if (address != 0x40)
        {
            return BusStatus.AddressNotAcknowledged;
        }

        int value = Answer(data[0]);
        buffer[0] = (byte)(value >> 8);
        buffer[1] = (byte)value;
        return BusStatus.Ok;
    }

    private static int ShuntOf(int variant) => (variant * 7001) - 31_000;

    private int Answer(byte register)
    {
        int current = Shunt * _registers[0x05] / 2048;
        switch (register)
        {
            case 0x01:
                return Shunt;
            case 0x02:
                return BusSteps;
            case 0x04:
                Overtake--;
                return Overtake >= 0 ? current + 500 : current;
            case 0x06:
                long conversions = Stopped ? 0 : (_clock.Nanoseconds - _startedAt) / Interval();
                bool ready = conversions > _taken;
                _taken = Math.Max(conversions, _taken);
                bool alert = (_registers[0x06] & 0x8000) != 0 && Shunt > (short)_registers[0x07];
                return _registers[0x06] | (ready ? 8 : 0) | (current is > 32767 or < -32768 ? 4 : 0) | (alert ? 0x10 : 0);
            default:
                return _registers[register];
        }
    }

    private long Interval() => 2000L * Microseconds[(_registers[0] >> 3) & 7] * Averages[(_registers[0] >> 9) & 7];
}
