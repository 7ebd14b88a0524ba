using EdgeAI.Device.Bus;

namespace EdgeAI.Tests.Device.Configuration;

/// <summary>An I2C bus with chips before and behind switches, each chip a bus of its own that answers at the address it was written for.</summary>
internal sealed class WiredBus : II2cBus
{
    private readonly Dictionary<(int Switch, int Channel, byte Address), (II2cBus Chip, byte Native)> _chips = [];
    private readonly Dictionary<byte, byte> _switches = [];

    /// <summary>How often more than one chip heard a transfer: a wiring, or a switching, that no driver should make.</summary>
    public int Collisions { get; private set; }

    /// <summary>Transfers to chips, whatever became of them.</summary>
    public int Transfers { get; private set; }

    public void Attach(byte address, II2cBus chip, byte native) => _chips.Add((0, 0, address), (chip, native));

    public void Attach(byte behind, int channel, byte address, II2cBus chip, byte native)
    {
        _switches[behind] = 0;
        _chips.Add((behind, channel, address), (chip, native));
    }

    public BusStatus Write(byte address, byte[] data, int count)
    {
        if (_switches.ContainsKey(address))
        {
            _switches[address] = data[count - 1];
            return BusStatus.Ok;
        }

        return Find(address, out II2cBus chip, out byte native) ? chip.Write(native, data, count) : BusStatus.AddressNotAcknowledged;
    }

    public BusStatus Read(byte address, byte[] buffer, int count)
    {
        if (_switches.TryGetValue(address, out byte register))
        {
            buffer.AsSpan(0, count).Fill(register);
            return BusStatus.Ok;
        }

        return Find(address, out II2cBus chip, out byte native) ? chip.Read(native, buffer, count) : BusStatus.AddressNotAcknowledged;
    }

    public BusStatus WriteRead(byte address, byte[] data, int writeCount, byte[] buffer, int readCount) =>
        Find(address, out II2cBus chip, out byte native) ? chip.WriteRead(native, data, writeCount, buffer, readCount) : BusStatus.AddressNotAcknowledged;

    private bool Find(byte address, out II2cBus chip, out byte native)
    {
        Transfers++;
        int found = _chips.TryGetValue((0, 0, address), out (II2cBus Chip, byte Native) heard) ? 1 : 0;
        foreach ((byte behind, byte register) in _switches)
        {
            for (int channel = 0; channel < 8; channel++)
            {
                if ((register & (1 << channel)) != 0 && _chips.TryGetValue((behind, channel, address), out (II2cBus Chip, byte Native) other))
                {
                    heard = other;
                    found++;
                }
            }
        }

        Collisions += found > 1 ? 1 : 0;
        (chip, native) = heard;
        return found > 0;
    }
}
