using EdgeAI.Device.Bus;

namespace EdgeAI.Device.Drivers.Tca9548a;

/// <summary>One channel of a <see cref="Tca9548aSwitch"/>, as a bus of its own.</summary>
internal sealed class Tca9548aChannel : II2cBus
{
    private readonly Tca9548aSwitch _switch;
    private readonly int _channel;

    internal Tca9548aChannel(Tca9548aSwitch owner, int channel)
    {
        _switch = owner;
        _channel = channel;
    }

    /// <inheritdoc/>
    public BusStatus Write(byte address, byte[] data, int count)
    {
        return _switch.Write(_channel, address, data, count);
    }

    /// <inheritdoc/>
    public BusStatus Read(byte address, byte[] buffer, int count)
    {
        return _switch.Read(_channel, address, buffer, count);
    }

    /// <inheritdoc/>
    public BusStatus WriteRead(byte address, byte[] data, int writeCount, byte[] buffer, int readCount)
    {
        return _switch.WriteRead(_channel, address, data, writeCount, buffer, readCount);
    }
}
