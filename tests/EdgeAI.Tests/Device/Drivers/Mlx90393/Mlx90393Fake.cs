using EdgeAI.Device.Bus;
using EdgeAI.Device.Time;

namespace EdgeAI.Tests.Device.Drivers.Mlx90393;

/// <summary>An MLX90393 as its data sheet describes commands and status; single measurements by a clock.</summary>
public sealed class Mlx90393Fake : II2cBus
{
    private readonly byte _address;
    private readonly IClock _clock;
    private readonly ushort[] _registers = new ushort[64];
    private readonly short[] _measured = new short[3];
    private readonly byte[] _answer = new byte[7];
    private long _readyAt = -1;
    private bool _ready;
    private bool _reset;

    public Mlx90393Fake(byte address, IClock clock)
    {
        _address = address;
        _clock = clock;
        PowerCycle();
    }

    /// <summary>The field as counts of x, y, z.</summary>
    public short[] Field { get; } = new short[3];

    /// <summary>Whether memory has an uncorrectable error.</summary>
    public bool EccError { get; set; }

    /// <summary>Whether registers forget.</summary>
    public bool Forgetful { get; set; }

    /// <summary>What a register holds.</summary>
    public ushort this[int register] => _registers[register];

    public void PowerCycle()
    {
        Array.Clear(_registers);
        _registers[0] = 0x007C;
        _registers[1] = 0x0400;
        _registers[2] = 0x0200;
        _readyAt = -1;
        _ready = false;
        _reset = true;
    }

    public BusStatus Write(byte address, byte[] data, int count)
    {
        if (address != _address)
        {
            return BusStatus.AddressNotAcknowledged;
        }

        Array.Clear(_answer);
        Measure();
        int status = EccError ? 0x10 : Execute(data);
        _answer[0] = (byte)(status | (_reset ? 0x04 : 0) | (_readyAt >= 0 ? 0x20 : 0));
        _reset = false;
        return BusStatus.Ok;
    }

    public BusStatus Read(byte address, byte[] buffer, int count)
    {
        _answer.AsSpan(0, count).CopyTo(buffer);
        return address == _address ? BusStatus.Ok : BusStatus.AddressNotAcknowledged;
    }

    public BusStatus WriteRead(byte address, byte[] data, int writeCount, byte[] buffer, int readCount)
    {
        BusStatus status = Write(address, data, writeCount);
        return status == BusStatus.Ok ? Read(address, buffer, readCount) : status;
    }

    private int Execute(byte[] data)
    {
        switch (data[0])
        {
            case 0x80:
                _readyAt = -1;
                return 0;
            case 0x50:
                int word = _registers[data[1] >> 2];
                _answer[1] = (byte)(word >> 8);
                _answer[2] = (byte)word;
                return 0;
            case 0x60:
                int register = data[3] >> 2;
                _registers[register] = Forgetful ? _registers[register] : (ushort)((data[1] << 8) | data[2]);
                return 0;
            case 0x3E when _readyAt >= 0:
                return 0x10;
            case 0x3E:
                int filter = (_registers[2] >> 2) & 7;
                int oversampling = _registers[2] & 3;
                _readyAt = _clock.Nanoseconds + (((3 * (67 + ((64 << oversampling) * (2 + (1 << filter))))) + 493) * 1000L);
                return 0;
            case 0x4E when _ready:
                _ready = false;
                for (int axis = 0; axis < 3; axis++)
                {
                    _answer[1 + (2 * axis)] = (byte)(_measured[axis] >> 8);
                    _answer[2 + (2 * axis)] = (byte)_measured[axis];
                }

                return 0;
            default:
                return 0x10;
        }
    }

    private void Measure()
    {
        if (_readyAt >= 0 && _clock.Nanoseconds >= _readyAt)
        {
            Field.CopyTo(_measured, 0);
            _ready = true;
            _readyAt = -1;
        }
    }
}
