using EdgeAI.Device.Bus;
using EdgeAI.Device.Time;

namespace EdgeAI.Tests.Device.Drivers.Ads1115;

/// <summary>The four registers of an ADS1115 as its data sheet describes them, in single-shot mode; converts by a clock.</summary>
public sealed class Ads1115Fake : II2cBus
{
    private static readonly int[] Rates = [8, 16, 32, 64, 128, 250, 475, 860];

    private readonly byte _address;
    private readonly IClock _clock;
    private readonly ushort[] _registers = new ushort[4];
    private int _pointer;
    private int _converting = -1;
    private long _doneAt;

    public Ads1115Fake(byte address, IClock clock)
    {
        _address = address;
        _clock = clock;
        PowerCycle();
    }

    /// <summary>Counts on the inputs.</summary>
    public short[] Inputs { get; } = new short[4];

    /// <summary>Whether conversions never end.</summary>
    public bool Stuck { get; set; }

    /// <summary>What the config register holds.</summary>
    public ushort Config => _registers[1];

    public void PowerCycle()
    {
        _registers[0] = 0;
        _registers[1] = 0x0583;
        _registers[2] = 0x8000;
        _registers[3] = 0x7FFF;
        _converting = -1;
        _pointer = 0;
    }

    public BusStatus Write(byte address, byte[] data, int count)
    {
        if (address != _address)
        {
            return BusStatus.AddressNotAcknowledged;
        }

        Finish();
        _pointer = data[0] & 3;
        if (count == 3 && _pointer != 0)
        {
            ushort value = (ushort)((data[1] << 8) | data[2]);
            _registers[_pointer] = _pointer == 1 ? (ushort)(value & 0x7FFF) : value;
            if (_pointer == 1 && (value & 0x8000) != 0 && _converting < 0)
            {
                _converting = ((value >> 12) & 7) - 4;
                _doneAt = _clock.Nanoseconds + (1_050_000_000L / Rates[(value >> 5) & 7]);
            }
        }

        return BusStatus.Ok;
    }

    public BusStatus Read(byte address, byte[] buffer, int count)
    {
        if (address != _address)
        {
            return BusStatus.AddressNotAcknowledged;
        }

        Finish();
        int value = _registers[_pointer] | (_pointer == 1 && _converting < 0 ? 0x8000 : 0);
        for (int i = 0; i < count; i++)
        {
            buffer[i] = (byte)(i % 2 == 0 ? value >> 8 : value);
        }

        return BusStatus.Ok;
    }

    public BusStatus WriteRead(byte address, byte[] data, int writeCount, byte[] buffer, int readCount)
    {
        BusStatus status = Write(address, data, writeCount);
        return status == BusStatus.Ok ? Read(address, buffer, readCount) : status;
    }

    private void Finish()
    {
        if (_converting >= 0 && !Stuck && _clock.Nanoseconds >= _doneAt)
        {
            _registers[0] = (ushort)Inputs[_converting];
            _converting = -1;
        }
    }
}
